import { expect, it } from "vitest";
import type { UsageStore } from "../../port/usage-store.ts";
import type { UsageBucket, UsageGranularity } from "../../usage/bucket.ts";
import { allUsageOf, bucketAt, newKey, usageOf } from "./additions.ts";

/** Of a time before all that other tests count. */
const day = (date: number) => new Date(Date.UTC(2001, 0, date));

const bucketOn = (
  keyId: string,
  date: number,
  granularity: UsageGranularity = "day",
): UsageBucket => ({ keyId, granularity, start: day(date) });

export function removing(store: () => UsageStore): void {
  it("removes what starts before a moment, of one granularity, of whatever key", async () => {
    const [one, other] = [newKey(), newKey()];
    for (const date of [1, 2, 3]) await store().add(bucketOn(one, date), { valid: date });
    await store().add(bucketOn(other, 2), { valid: 1 });
    await store().add(bucketOn(one, 1, "hour"), { valid: 1 });
    const removal = { granularity: "day", before: day(3), limit: 100 } as const;
    expect(await store().removeBefore(removal)).toBe(3);
    expect(await allUsageOf(store(), [one, other])).toEqual([
      { ...bucketOn(one, 1, "hour"), counts: { valid: 1 } },
      { ...bucketOn(one, 3), counts: { valid: 3 } },
    ]);
    expect(await store().removeBefore(removal)).toBe(0);
  });

  it("removes as many as it may, earliest first, until fewer are left", async () => {
    const keyId = newKey();
    const dates = [4, 1, 5, 3, 2];
    for (const date of dates) await store().add(bucketOn(keyId, date, "minute"), { valid: 1 });
    const removal = { granularity: "minute", before: day(20), limit: 2 } as const;
    expect(await store().removeBefore(removal)).toBe(2);
    const left = await usageOf(store(), [keyId]);
    expect(left.map(({ start }) => start)).toEqual([3, 4, 5].map(day));
    expect(await store().removeBefore(removal)).toBe(2);
    expect(await store().removeBefore(removal)).toBe(1);
    expect(await store().removeBefore(removal)).toBe(0);
  });

  it("removes more at once than adapters read by themselves", async () => {
    const keyId = newKey();
    const dates = Array.from({ length: 130 }, (_, date) => date + 1);
    await Promise.all(
      dates.map((date) => store().add(bucketOn(keyId, date, "minute"), { valid: 1 })),
    );
    const removal = { granularity: "minute", before: day(200), limit: 1_000 } as const;
    expect(await store().removeBefore(removal)).toBe(130);
    expect(await usageOf(store(), [keyId])).toEqual([]);
  });

  it("a key that is removed takes all of its buckets along, and nobody else's", async () => {
    const [gone, stays] = [newKey(), newKey()];
    for (const granularity of ["minute", "hour", "day"] as const) {
      await store().add(bucketAt(gone, 0, granularity), { valid: 1 });
    }
    await store().add(bucketAt(stays, 0), { valid: 1 });
    expect(await store().removeKey(gone)).toBe(3);
    expect(await allUsageOf(store(), [gone])).toEqual([]);
    expect(await usageOf(store(), [stays])).toHaveLength(1);
    expect(await store().removeKey(gone)).toBe(0);
  });

  it("what is added after a removal is counted from none", async () => {
    const keyId = newKey();
    await store().add(bucketAt(keyId, 0), { valid: 5, API_KEY_INVALID: 1 });
    await store().removeKey(keyId);
    await store().add(bucketAt(keyId, 0), { valid: 2 });
    expect(await usageOf(store(), [keyId])).toEqual([
      { ...bucketAt(keyId, 0), counts: { valid: 2 } },
    ]);
  });
}
