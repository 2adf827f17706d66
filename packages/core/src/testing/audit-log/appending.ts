import { expect } from "vitest";
import { AuditChain } from "../../audit/chain.ts";
import type { AuditEvent } from "../../audit/entry.ts";
import { verifyChain } from "../../audit/verify-chain.ts";
import { auditEvent } from "../audit-event.ts";
import type { AuditCheck, AuditStores } from "./check.ts";

const PROCESSES = 4;
const EVENTS = 12;

function events(count: number): AuditEvent[] {
  return Array.from({ length: count }, () => auditEvent());
}

/** All that is in the log, if it is one whole chain up to its head. */
async function wholeChain(stores: AuditStores) {
  const { head } = await new AuditChain(stores.log, stores.registers).settled();
  const entries = await stores.log.read({ filter: {}, direction: "asc", limit: 1_000 });
  expect(await verifyChain(entries, head)).toMatchObject({ intact: true });
  return entries.map(({ eventId }) => eventId);
}

export function appending(check: AuditCheck): void {
  check(
    "what several processes append at once is one chain, and nothing is lost",
    async (stores) => {
      const chains = Array.from(
        { length: PROCESSES },
        () => new AuditChain(stores.log, stores.registers),
      );
      const all = chains.map((chain) => ({ chain, mine: events(EVENTS) }));
      await Promise.all(all.flatMap(({ chain, mine }) => mine.map((event) => chain.append(event))));
      const expected = all.flatMap(({ mine }) => mine.map(({ eventId }) => eventId));
      expect((await wholeChain(stores)).toSorted()).toEqual(expected.toSorted());
    },
  );

  check("an event that several processes append at once is there once", async (stores) => {
    const shared = events(5);
    const appended = await Promise.all(
      Array.from({ length: PROCESSES }, async () => {
        const chain = new AuditChain(stores.log, stores.registers);
        return Promise.all(shared.map((event) => chain.append(event)));
      }),
    );
    for (const entries of appended) expect(entries).toEqual(appended[0]);
    expect((await wholeChain(stores)).toSorted()).toEqual(
      shared.map(({ eventId }) => eventId).toSorted(),
    );
  });
}
