import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { expect } from "vitest";
import type { KeyChange, KeyGuard } from "../../port/key-store.ts";
import type { KeyRecord } from "../../record/record.ts";
import type { Check } from "./check.ts";
import { keyDraft } from "../key-draft.ts";
import { changeableFields, drafts } from "../arbitraries.ts";

const CONTENDERS = Array.from({ length: 20 }, (_, index) => index);
const LATER = new Date("2026-02-01T08:00:00.456Z");

const changes: fc.Arbitrary<KeyChange> = fc.record(changeableFields, { requiredKeys: [] });

export function compareAndSet(check: Check): void {
  check("an update changes the fields it names and no others", async (store) => {
    await fc.assert(
      fc.asyncProperty(drafts, changes, async (draft, change) => {
        const { id } = await store.insert(draft);
        const expected = { ...draft, id, ...change };
        expect(await store.update(id, {}, change)).toEqual(expected);
        expect(await store.findById(id)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  check("an update touches one record only", async (store) => {
    const draft = keyDraft();
    const [first, second] = await Promise.all([store.insert(draft), store.insert(draft)]);
    await store.update(first.id, {}, { name: "changed" });
    expect(await store.findById(second.id)).toEqual(second);
  });

  check("guards that hold let the update through, one by one and together", async (store) => {
    const draft = keyDraft({ expiresAt: LATER });
    const { id } = await store.insert(draft);
    const { configId, referenceId, hash } = draft;
    const guards: KeyGuard[] = [
      {},
      { configId },
      { referenceId },
      { hash },
      { revokedAt: null },
      { replacedById: null },
      { enabled: true },
      { expiresAt: draft.expiresAt },
      { updatedAt: draft.updatedAt },
      { auditPending: null },
      { referenceId, hash, revokedAt: null, replacedById: null, updatedAt: draft.updatedAt },
    ];
    for (const [index, guard] of guards.entries()) {
      const updated = await store.update(id, guard, { name: `name ${index}` });
      expect(updated?.name).toBe(`name ${index}`);
    }
  });

  const failing: Record<string, (record: KeyRecord) => KeyGuard> = {
    "another configuration": () => ({ configId: "another" }),
    "another referenceId": () => ({ referenceId: "somebody-else" }),
    "a referenceId in other case": (record) => ({ referenceId: record.referenceId.toUpperCase() }),
    "an empty referenceId": () => ({ referenceId: "" }),
    "another hash": ({ hash }) => ({ hash: `${hash.slice(0, -1)}.` }),
    "a hash in other case": ({ hash }) => ({ hash: hash.toUpperCase() }),
    "no revocation, of a revoked record": () => ({ revokedAt: null }),
    "disabled, of an enabled record": () => ({ enabled: false }),
    "no replacement, of a replaced record": () => ({ replacedById: null }),
    "another replacement": () => ({ replacedById: "another" }),
    "no expiry, of a record that has one": () => ({ expiresAt: null }),
    "another expiry, by a millisecond": () => ({ expiresAt: new Date(LATER.getTime() + 1) }),
    "nothing pending, of a record with something pending": () => ({ auditPending: null }),
    "something else pending": ({ auditPending }) => ({ auditPending: `${auditPending} ` }),
    "another updatedAt, by a millisecond": ({ updatedAt }) => ({
      updatedAt: new Date(updatedAt.getTime() + 1),
    }),
    "one of three that does not hold": ({ referenceId, hash }) => ({
      referenceId,
      hash,
      revokedAt: null,
    }),
  };
  for (const [description, guardOf] of Object.entries(failing)) {
    check(`a guard that does not hold changes nothing: ${description}`, async (store) => {
      const record = await store.insert(
        keyDraft({
          revokedAt: new Date("2026-01-20T00:00:00.5Z"),
          replacedById: randomUUID(),
          expiresAt: LATER,
          auditPending: '{"told":"later"}',
        }),
      );
      const change = { name: "changed", enabled: false, revokedAt: LATER, updatedAt: LATER };
      expect(await store.update(record.id, guardOf(record), change)).toBeNull();
      expect(await store.findById(record.id)).toEqual(record);
    });
  }

  check("an unknown id changes nothing and is not created", async (store) => {
    const id = randomUUID();
    expect(await store.update(id, {}, { name: "ghost" })).toBeNull();
    expect(await store.findById(id)).toBeNull();
  });

  check(
    "of 20 concurrent revocations exactly one succeeds, and its moment stays",
    async (store) => {
      const draft = keyDraft();
      const { id } = await store.insert(draft);
      const answers = await Promise.all(
        CONTENDERS.map((index) =>
          store.update(
            id,
            { referenceId: draft.referenceId, revokedAt: null },
            { revokedAt: new Date(LATER.getTime() + index) },
          ),
        ),
      );
      const winners = answers.filter((answer) => answer !== null);
      expect(winners).toHaveLength(1);
      expect(await store.findById(id)).toEqual(winners[0]);
    },
  );

  check("of 20 concurrent replacements of one hash exactly one succeeds", async (store) => {
    const draft = keyDraft();
    const { id } = await store.insert(draft);
    const answers = await Promise.all(
      CONTENDERS.map(() => store.update(id, { hash: draft.hash }, { hash: keyDraft().hash })),
    );
    const winners = answers.filter((answer) => answer !== null);
    expect(winners).toHaveLength(1);
    expect((await store.findById(id))?.hash).toBe(winners[0]?.hash);
  });

  check("concurrent updates of different fields all take effect", async (store) => {
    const { id } = await store.insert(keyDraft());
    const change: Required<KeyChange> = {
      name: "renamed",
      enabled: false,
      metadata: { a: 1 },
      permissions: { files: ["read"] },
      allowedAddresses: ["192.0.2.0/24"],
      lookup: "0123456789",
      expiresAt: LATER,
      revokedAt: LATER,
      replacedById: randomUUID(),
      auditPending: '{"told":"later"}',
      updatedAt: LATER,
      hash: keyDraft().hash,
      quota: { remaining: 7, refillAmount: 9, refillInterval: 60_000, lastRefillAt: LATER },
      rateLimit: { enabled: false, max: 3, window: 1_000 },
    };
    const single = Object.entries(change).map(([field, value]) => ({ [field]: value }));
    await Promise.all(single.map((one) => store.update(id, {}, one)));
    expect(await store.findById(id)).toMatchObject(change);
  });
}
