import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { UsageStore } from "../../port/usage-store.ts";
import { OUTCOMES, type UsageCounts } from "../../usage/counts.ts";
import { additionsTo, allUsageOf, bucketAt, modelOf, newKey, usageOf } from "./additions.ts";

export function adding(store: () => UsageStore): void {
  it("every outcome is counted by itself", async () => {
    const keyId = newKey();
    const counts = Object.fromEntries(OUTCOMES.map((outcome, index) => [outcome, index + 1]));
    await store().add(bucketAt(keyId, 0), counts);
    expect(await usageOf(store(), [keyId])).toEqual([{ ...bucketAt(keyId, 0), counts }]);
    await store().add(bucketAt(keyId, 0), counts);
    const [twice] = await usageOf(store(), [keyId]);
    expect(Object.values(twice?.counts ?? {}).toSorted((a, b) => a - b)).toEqual(
      OUTCOMES.map((_, index) => 2 * (index + 1)),
    );
  });

  it("an outcome that was not there before joins those that were", async () => {
    const keyId = newKey();
    await store().add(bucketAt(keyId, 0), { valid: 3 });
    await store().add(bucketAt(keyId, 0), { valid: 0, API_KEY_RATE_LIMITED: 2 });
    const [read] = await usageOf(store(), [keyId]);
    expect(read?.counts).toEqual({ valid: 3, API_KEY_RATE_LIMITED: 2 });
  });

  it("where nothing was seen no bucket is made", async () => {
    const keyId = newKey();
    await store().add(bucketAt(keyId, 0), {});
    await store().add(bucketAt(keyId, 0), { valid: 0 });
    expect(await usageOf(store(), [keyId])).toEqual([]);
  });

  it("counts go beyond what 32 bits hold", async () => {
    const keyId = newKey();
    await store().add(bucketAt(keyId, 0, "day"), { valid: 2 ** 40 });
    await store().add(bucketAt(keyId, 0, "day"), { valid: 2 ** 40 + 1 });
    const [read] = await usageOf(store(), [keyId], { granularity: "day" });
    expect(read?.counts).toEqual({ valid: 2 ** 41 + 1 });
  });

  it("no key, granularity or start has a part in what is counted under another", async () => {
    const [one, other] = [newKey(), newKey()];
    await store().add(bucketAt(one, 0, "minute"), { valid: 1 });
    await store().add(bucketAt(one, 2, "minute"), { valid: 2 });
    await store().add(bucketAt(one, 2, "hour"), { valid: 4 });
    await store().add(bucketAt(one, 2, "day"), { valid: 8 });
    await store().add(bucketAt(other, 2, "minute"), { valid: 16 });
    const counted = (await allUsageOf(store(), [one])).map(({ counts }) => counts.valid);
    expect(counted).toEqual([1, 2, 4, 8]);
  });

  it("of 20 adds at once to a bucket that is not there yet none is lost and none counts twice", async () => {
    const keyId = newKey();
    const adds = Array.from({ length: 20 }, (_, index) =>
      store().add(bucketAt(keyId, 0), { valid: 1, API_KEY_INVALID: index }),
    );
    await Promise.all(adds);
    expect(await usageOf(store(), [keyId])).toEqual([
      { ...bucketAt(keyId, 0), counts: { valid: 20, API_KEY_INVALID: 190 } },
    ]);
  });

  it("any adds, all at once, come to the same as one after the other", async () => {
    const keyIds = [newKey(), newKey()];
    await fc.assert(
      fc.asyncProperty(additionsTo(keyIds), async (additions) => {
        for (const keyId of keyIds) await store().removeKey(keyId);
        await Promise.all(additions.map(({ bucket, counts }) => store().add(bucket, counts)));
        const model = await modelOf(additions);
        expect(await allUsageOf(store(), keyIds)).toEqual(await allUsageOf(model, keyIds));
      }),
      { numRuns: 25 },
    );
  });

  it.each<[string, UsageCounts]>([
    ["a negative count", { valid: 1, API_KEY_INVALID: -1 }],
    ["half a request", { valid: 0.5 }],
    ["no number", { valid: Number.NaN }],
    ["more than can be told apart", { valid: 2 ** 53 }],
  ])("%s is refused, and changes nothing", async (_what, counts) => {
    const keyId = newKey();
    await expect(store().add(bucketAt(keyId, 0), counts)).rejects.toThrow(RangeError);
    expect(await allUsageOf(store(), [keyId])).toEqual([]);
  });

  it("a bucket that starts in the middle of a minute is refused, and changes nothing", async () => {
    const bucket = { ...bucketAt(newKey(), 0), start: new Date(Date.UTC(2026, 0) + 1) };
    await expect(store().add(bucket, { valid: 1 })).rejects.toThrow(RangeError);
    expect(await allUsageOf(store(), [bucket.keyId])).toEqual([]);
  });

  it("many are added at once as one by one, and each is told that is durable", async () => {
    const [one, other] = [newKey(), newKey()];
    await store().add(bucketAt(one, 0), { valid: 1 });
    const minutes = Array.from({ length: 130 }, (_, minute) => minute);
    const additions = [one, other].flatMap((keyId) =>
      minutes.map((minute) => ({ bucket: bucketAt(keyId, minute), counts: { valid: 2 } })),
    );
    const told: unknown[] = [];
    await store().addAll(additions, (addition) => told.push(addition));
    expect(told).toHaveLength(additions.length);
    expect(new Set(told)).toEqual(new Set(additions));
    const found = await usageOf(store(), [one, other]);
    expect(found).toHaveLength(additions.length);
    const raised = found.filter(({ counts }) => counts.valid === 3);
    expect(raised).toEqual([{ ...bucketAt(one, 0), counts: { valid: 3 } }]);
  });

  it("of many, one of which is impossible, exactly those are there that were told", async () => {
    const keyId = newKey();
    const additions = [0, 1, 2, 3].map((minute) => ({
      bucket: bucketAt(keyId, minute),
      counts: { valid: minute === 2 ? -1 : 1 },
    }));
    const told: Date[] = [];
    const attempt = store().addAll(additions, ({ bucket }) => told.push(bucket.start));
    await expect(attempt).rejects.toThrow(RangeError);
    const there = await usageOf(store(), [keyId]);
    expect(there.map(({ start }) => start)).toEqual(told.toSorted((a, b) => +a - +b));
  });
}
