import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditEvent, chainOf } from "../testing/audit-event.ts";
import type { AuditEntry } from "./entry.ts";
import { type ChainHead, GENESIS, entryAfter, hashOf } from "./hash.ts";
import { type ChainVerdict, verifyChain } from "./verify-chain.ts";

function chain(length: number): AuditEntry[] {
  return chainOf(Array.from({ length }, () => auditEvent()));
}

function headOf(entries: readonly AuditEntry[]): ChainHead {
  const { seq, hash } = entries.at(-1) ?? GENESIS;
  return { seq, hash };
}

/** A chain of some length, and the place of one of its entries. */
const places = fc
  .integer({ min: 1, max: 12 })
  .chain((length) => fc.record({ length: fc.constant(length), index: fc.nat(length - 1) }));

async function verdict(
  { length, index }: { length: number; index: number },
  spoil: (entries: AuditEntry[], index: number, entry: AuditEntry) => void,
): Promise<{ verdict: ChainVerdict; seq: number }> {
  const entries = chain(length);
  const head = headOf(entries);
  const entry = entries[index];
  if (entry === undefined) throw new Error("There is no such entry.");
  spoil(entries, index, entry);
  return { verdict: await verifyChain(entries, head), seq: entry.seq };
}

const at = (date: Date) => new Date(date.getTime() + 1);
const ALTERATIONS: Record<string, (entry: AuditEntry) => AuditEntry> = {
  at: (entry) => ({ ...entry, at: at(entry.at) }),
  "at, into no moment at all": (entry) => ({ ...entry, at: new Date(Number.NaN) }),
  eventId: (entry) => ({ ...entry, eventId: "another" }),
  action: (entry) => ({ ...entry, action: "created" }),
  "the actor": (entry) => ({ ...entry, actor: { ...entry.actor, id: "eve" } }),
  "the kind of actor": (entry) => ({ ...entry, actor: { ...entry.actor, kind: "server" } }),
  address: (entry) => ({ ...entry, address: null }),
  client: (entry) => ({ ...entry, client: "another" }),
  keyId: (entry) => ({ ...entry, keyId: null }),
  start: (entry) => ({ ...entry, start: "test_ABCDEFGH" }),
  referenceId: (entry) => ({ ...entry, referenceId: "eve" }),
  configId: (entry) => ({ ...entry, configId: "other" }),
  "a field that changed": (entry) => ({
    ...entry,
    changes: { name: { before: "old", after: "else" } },
  }),
  changes: (entry) => ({ ...entry, changes: {} }),
  reason: (entry) => ({ ...entry, reason: "" }),
  previousHash: (entry) => ({ ...entry, previousHash: "f".repeat(64) }),
  hash: (entry) => ({ ...entry, hash: "f".repeat(64) }),
};

it("a chain as it was made is intact, and its head is told", async () => {
  for (const length of [0, 1, 2, 20]) {
    const entries = chain(length);
    const head = headOf(entries);
    expect(await verifyChain(entries, head)).toEqual({ intact: true, head });
    expect(await verifyChain(entries)).toEqual({ intact: true, head });
  }
});

describe("an entry that was altered is named, wherever it is", () => {
  for (const [what, alter] of Object.entries(ALTERATIONS)) {
    it(what, async () => {
      await fc.assert(
        fc.asyncProperty(places, async (place) => {
          const { verdict: found, seq } = await verdict(place, (entries, index, entry) => {
            entries[index] = alter(entry);
          });
          expect(found).toMatchObject({ intact: false, fault: "altered", seq });
        }),
        { numRuns: 15 },
      );
    });
  }

  it("also if it was hashed anew", async () => {
    await fc.assert(
      fc.asyncProperty(places, async (place) => {
        const { verdict: found, seq } = await verdict(place, (entries, index, entry) => {
          const forged = { ...entry, action: "created" as const };
          entries[index] = { ...forged, hash: hashOf(forged) };
        });
        expect(found).toMatchObject({ intact: false, fault: "altered", seq });
      }),
    );
  });

  it("and if all that came after was hashed anew, the end of the chain tells", async () => {
    const entries = chain(5);
    const head = headOf(entries);
    const forged = [
      ...entries.slice(0, 2),
      ...chainOf(
        entries.slice(2).map((entry) => ({ ...entry, client: "forged" })),
        headOf(entries.slice(0, 2)),
      ),
    ];
    expect(await verifyChain(forged, head)).toMatchObject({ fault: "altered", seq: 5 });
  });
});

it("the first entry that is missing is named, in the middle and at the end", async () => {
  await fc.assert(
    fc.asyncProperty(places, async (place) => {
      const removed = await verdict(place, (entries, index) => entries.splice(index, 1));
      expect(removed.verdict).toMatchObject({ fault: "missing", seq: removed.seq });
      const cut = await verdict(place, (entries, index) => entries.splice(index));
      expect(cut.verdict).toMatchObject({ fault: "missing", seq: cut.seq });
    }),
  );
});

it("entries that changed places are told by the first of them", async () => {
  const entries = chain(6);
  const [, second, third] = entries;
  if (second === undefined || third === undefined) throw new Error("There are six.");
  entries[1] = { ...third, seq: 2 };
  entries[2] = { ...second, seq: 3 };
  expect(await verifyChain(entries, headOf(entries))).toMatchObject({ fault: "altered", seq: 2 });
});

it("an entry beyond the end of the chain is named", async () => {
  const entries = chain(3);
  const head = headOf(entries);
  entries.push(entryAfter(head, auditEvent()));
  expect(await verifyChain(entries, head)).toMatchObject({ fault: "beyond the end", seq: 4 });
});

it("two different entries with one number are told; one that is there twice, to the letter, is one", async () => {
  const entries = chain(3);
  const [first, second, third] = entries;
  if (first === undefined || second === undefined || third === undefined) throw new Error("Three.");
  const forged = entryAfter(first, auditEvent());
  expect(await verifyChain([first, second, second, third], third)).toMatchObject({ intact: true });
  expect(await verifyChain([first, second, forged, third])).toMatchObject({
    fault: "altered",
    seq: 2,
  });
});
