import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { UsageStore } from "../../port/usage-store.ts";
import { USAGE_GRANULARITIES, bucketStart, compareBuckets } from "../../usage/bucket.ts";
import type { UsageCounts } from "../../usage/counts.ts";
import { additionsTo, bucketAt, modelOf, newKey, usageOf } from "./additions.ts";

const at = (minutes: number) => bucketAt("", minutes).start;
/** Of a time that no other test counts in. */
const lateMinute = (index: number) => at(50_000 + index);

export function reading(store: () => UsageStore): void {
  it("of keys that nothing was counted of, and of no keys at all, there is nothing", async () => {
    expect(await usageOf(store(), [newKey()])).toEqual([]);
    expect(await usageOf(store(), [])).toEqual([]);
  });

  it("a period begins with the bucket that starts with it, and ends before the one that starts at its end", async () => {
    const keyId = newKey();
    for (const minute of [0, 1, 2, 3]) await store().add(bucketAt(keyId, minute), { valid: 1 });
    const read = await usageOf(store(), [keyId], { from: at(1), to: at(3) });
    expect(read.map(({ start }) => start)).toEqual([at(1), at(2)]);
    expect(await usageOf(store(), [keyId], { from: at(1), to: at(1) })).toEqual([]);
  });

  it("any question is answered as the memory store answers it", async () => {
    const keyIds = [newKey(), newKey(), newKey()];
    const additions = fc.sample(additionsTo(keyIds), 4).flat();
    for (const { bucket, counts } of additions) await store().add(bucket, counts);
    const model = await modelOf(additions);
    const minutes = fc.integer({ min: -24 * 60, max: 4 }).map(at);
    const queries = fc.record({
      keyIds: fc.subarray([...keyIds, newKey()]),
      granularity: fc.constantFrom(...USAGE_GRANULARITIES),
      from: minutes,
      to: minutes,
    });
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        expect(await store().read(query)).toEqual(await model.read(query));
      }),
      { numRuns: 60 },
    );
  });

  it("all buckets of 100 keys are read at once, by start and then by key", async () => {
    const keyIds = Array.from({ length: 100 }, newKey);
    const buckets = [1, 0].flatMap((minute) => keyIds.map((keyId) => bucketAt(keyId, minute)));
    await Promise.all(buckets.map((bucket) => store().add(bucket, { valid: 1 })));
    const expected = buckets
      .map((bucket) => ({ ...bucket, counts: { valid: 1 } }))
      .toSorted(compareBuckets);
    expect(await usageOf(store(), keyIds)).toEqual(expected);
  });

  it("more buckets of one key than adapters read by themselves are read at once", async () => {
    const keyId = newKey();
    const minutes = Array.from({ length: 130 }, (_, minute) => minute);
    await Promise.all(
      minutes.map((minute) => store().add(bucketAt(keyId, minute), { valid: minute + 1 })),
    );
    const read = await usageOf(store(), [keyId]);
    expect(read.map(({ counts }) => counts.valid)).toEqual(minutes.map((minute) => minute + 1));
  });

  it("a key named twice is read once, and one that another's name begins with is not meant", async () => {
    const keyId = newKey();
    await store().add(bucketAt(keyId, 0), { valid: 1 });
    await store().add(bucketAt(`${keyId}-2`, 0), { valid: 1 });
    expect(await usageOf(store(), [keyId, keyId])).toHaveLength(1);
  });

  it("sums are of every key in the period, and of one granularity", async () => {
    const [one, other] = [newKey(), newKey()];
    for (const minute of [1_000, 1_001, 1_002, 1_003]) {
      await store().add(bucketAt(one, minute), { valid: 1, API_KEY_INVALID: minute });
      await store().add(bucketAt(one, minute, "hour"), { valid: 1 });
    }
    await store().add(bucketAt(other, 1_002), { valid: 5 });
    const asked = { granularity: "minute", from: at(1_001), to: at(1_003) } as const;
    const { keys, isComplete } = await store().sum({ ...asked, maxBuckets: 3 });
    expect(new Map(keys.map(({ keyId, counts }) => [keyId, counts]))).toEqual(
      new Map([
        [one, { valid: 2, API_KEY_INVALID: 2_003 }],
        [other, { valid: 5 }],
      ]),
    );
    expect(isComplete).toBe(true);
    const latest = { granularity: "minute", from: at(1_000), to: at(1_004) } as const;
    expect(await store().sum({ ...latest, maxBuckets: 1 })).toEqual({
      keys: [{ keyId: one, counts: { valid: 1, API_KEY_INVALID: 1_003 } }],
      isComplete: false,
    });
    expect(await store().sum({ ...latest, from: at(999), to: at(1_000), maxBuckets: 1 })).toEqual({
      keys: [],
      isComplete: true,
    });
  });

  it("finds the keys that had one of some outcomes in a minute of a period", async () => {
    const [often, once, other, valid] = [newKey(), newKey(), newKey(), newKey()];
    const add = (keyId: string, index: number, counts: UsageCounts) =>
      store().add({ keyId, granularity: "minute", start: lateMinute(index) }, counts);
    for (const index of [1, 2, 3]) await add(often, index, { API_KEY_EXPIRED: 2, valid: 1 });
    await add(once, 2, { API_KEY_REVOKED: 1 });
    await add(once, 0, { API_KEY_EXPIRED: 1 });
    await add(other, 2, { API_KEY_FORBIDDEN: 1 });
    await add(valid, 2, { valid: 9 });
    const start = bucketStart("hour", lateMinute(2));
    await store().add({ keyId: valid, granularity: "hour", start }, { API_KEY_EXPIRED: 1 });
    const outcomes = ["API_KEY_EXPIRED", "API_KEY_REVOKED"] as const;
    const found = (from: number, to: number, limit = 9) =>
      store().findByOutcome({ outcomes, from: lateMinute(from), to: lateMinute(to), limit });
    expect((await found(1, 4)).toSorted()).toEqual([often, once].toSorted());
    expect(await found(3, 4)).toEqual([often]);
    expect(await found(0, 1)).toEqual([once]);
    expect(await found(4, 9)).toEqual([]);
    expect(await found(0, 4, 1)).toHaveLength(1);
  });
}
