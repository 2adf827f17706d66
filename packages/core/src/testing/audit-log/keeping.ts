import * as fc from "fast-check";
import { expect } from "vitest";
import { AUDIT_ACTIONS } from "../../audit/action.ts";
import { ACTOR_KINDS } from "../../audit/actor.ts";
import type { AuditEvent } from "../../audit/entry.ts";
import { verifyChain } from "../../audit/verify-chain.ts";
import { metadata, moments } from "../arbitraries.ts";
import { auditEvent, chainOf } from "../audit-event.ts";
import type { AuditCheck } from "./check.ts";

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

/** Text as columns can hold it: what a request says of itself has no control characters left in it. */
const texts = fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => !/\p{C}/u.test(text));

const events: fc.Arbitrary<AuditEvent> = fc
  .record({
    at: moments,
    action: fc.constantFrom(...AUDIT_ACTIONS),
    actor: fc.record({ kind: fc.constantFrom(...ACTOR_KINDS), id: orNull(texts) }),
    address: orNull(fc.oneof(fc.ipV4(), fc.ipV6())),
    client: orNull(texts),
    keyId: orNull(fc.uuid()),
    start: orNull(texts),
    referenceId: orNull(texts),
    configId: orNull(texts),
    changes: fc.dictionary(
      fc.constantFrom("name", "metadata", "expiresAt"),
      fc.record({ before: orNull(metadata), after: orNull(metadata) }),
      { noNullPrototype: true },
    ),
    reason: orNull(texts),
  })
  .map((fields) => auditEvent(fields));

export function keeping(check: AuditCheck): void {
  check("any entry is read as it was put, to the letter of its hash", async ({ log }) => {
    const entries = chainOf(fc.sample(events, 40));
    for (const entry of entries) await log.put(entry);
    const read = await log.read({ filter: {}, direction: "asc", limit: 100 });
    expect(read).toEqual(entries);
    expect(await verifyChain(read, entries.at(-1))).toMatchObject({ intact: true });
  });

  check("an entry that is put again is there once, and stays as it is", async ({ log }) => {
    const [entry] = chainOf([auditEvent()]);
    if (entry === undefined) throw new Error("There is no entry.");
    await log.put(entry);
    await log.put(entry);
    expect(await log.read({ filter: {}, direction: "asc", limit: 10 })).toEqual([entry]);
  });

  check("of one entry put many times at once there is one", async ({ log }) => {
    const [entry] = chainOf([auditEvent()]);
    if (entry === undefined) throw new Error("There is no entry.");
    await Promise.all(Array.from({ length: 10 }, () => log.put(entry)));
    expect(await log.read({ filter: {}, direction: "asc", limit: 10 })).toEqual([entry]);
  });

  check("another entry with the same number is refused, and the first stays", async ({ log }) => {
    const [first] = chainOf([auditEvent()]);
    const [other] = chainOf([auditEvent()]);
    if (first === undefined || other === undefined) throw new Error("There is no entry.");
    await log.put(first);
    await expect(log.put(other)).rejects.toThrow("another entry 1");
    expect(await log.read({ filter: {}, direction: "asc", limit: 10 })).toEqual([first]);
  });

  check("an entry is found by its event, and by no other", async ({ log }) => {
    const entries = chainOf([auditEvent(), auditEvent()]);
    for (const entry of entries) await log.put(entry);
    for (const entry of entries) expect(await log.findByEventId(entry.eventId)).toEqual(entry);
    expect(await log.findByEventId("event-none")).toBeNull();
    expect(await log.findByEventId("")).toBeNull();
  });
}
