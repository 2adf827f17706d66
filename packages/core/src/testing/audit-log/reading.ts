import * as fc from "fast-check";
import { expect } from "vitest";
import type { AuditEvent } from "../../audit/entry.ts";
import { MemoryAuditLog } from "../../memory/memory-audit-log.ts";
import type { AuditFilter } from "../../port/audit-log.ts";
import { auditEvent, chainOf } from "../audit-event.ts";
import type { AuditCheck, AuditStores } from "./check.ts";

const HOUR = 60 * 60 * 1_000;
const START = Date.UTC(2026, 0, 15, 12);
const at = (hours: number) => new Date(START + hours * HOUR);

/** Events that differ in everything that they can be told apart by. */
const some: fc.Arbitrary<AuditEvent> = fc
  .record({
    at: fc.integer({ min: 0, max: 5 }).map(at),
    action: fc.constantFrom("created" as const, "revoked" as const),
    actor: fc.record({
      kind: fc.constantFrom("user" as const, "server" as const),
      id: fc.constantFrom("ada", "Ada", null),
    }),
    keyId: fc.constantFrom("key-1", "key-2", null),
    referenceId: fc.constantFrom("owner-1", "owner-2", null),
    configId: fc.constantFrom("default", "other"),
  })
  .map((fields) => auditEvent(fields));

const absent = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });

const filters: fc.Arbitrary<AuditFilter> = fc.record({
  keyId: absent(fc.constantFrom("key-1", "key-3")),
  referenceId: absent(fc.constantFrom("owner-1", "owner-3")),
  configId: absent(fc.constantFrom("default", "other")),
  action: absent(fc.constantFrom("created" as const, "leaked" as const)),
  actorKind: absent(fc.constantFrom("user" as const, "system" as const)),
  actorId: absent(fc.constantFrom("ada", "ADA")),
  from: absent(fc.integer({ min: 0, max: 6 }).map(at)),
  to: absent(fc.integer({ min: 0, max: 6 }).map(at)),
});

const queries = fc.record({
  filter: filters,
  direction: fc.constantFrom("asc" as const, "desc" as const),
  cursor: absent(fc.integer({ min: 0, max: 31 })),
  limit: fc.integer({ min: 1, max: 12 }),
});

async function filled({ log }: AuditStores, events: readonly AuditEvent[]) {
  const entries = chainOf(events);
  const model = new MemoryAuditLog();
  for (const entry of entries) {
    await log.put(entry);
    await model.put(entry);
  }
  return { entries, model };
}

export function reading(check: AuditCheck): void {
  check("any question is answered as the memory log answers it", async (stores) => {
    const { model } = await filled(stores, fc.sample(some, 30));
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        expect(await stores.log.read(query)).toEqual(await model.read(query));
      }),
      { numRuns: 80 },
    );
  });

  check("pages by the cursor, either way, hold every entry once", async (stores) => {
    const { entries } = await filled(stores, fc.sample(some, 25));
    for (const direction of ["asc", "desc"] as const) {
      const seen: number[] = [];
      let cursor: number | undefined;
      do {
        const page = await stores.log.read({ filter: {}, direction, cursor, limit: 7 });
        seen.push(...page.map(({ seq }) => seq));
        cursor = page.at(-1)?.seq;
      } while (cursor !== undefined);
      const all = entries.map(({ seq }) => seq);
      expect(seen).toEqual(direction === "asc" ? all : all.toReversed());
    }
  });

  check("more entries than adapters read by themselves are read in one page", async (stores) => {
    await filled(stores, fc.sample(some, 130));
    const read = await stores.log.read({ filter: {}, direction: "asc", limit: 500 });
    expect(read).toHaveLength(130);
  });

  check("a period begins with its first millisecond and ends before its last", async (stores) => {
    const { entries } = await filled(
      stores,
      [0, 1, 2].map((hour) => auditEvent({ at: at(hour) })),
    );
    const read = await stores.log.read({
      filter: { from: at(1), to: at(2) },
      direction: "asc",
      limit: 10,
    });
    expect(read).toEqual([entries[1]]);
  });
}
