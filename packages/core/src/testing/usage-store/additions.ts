import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { MemoryUsageStore } from "../../memory/memory-usage-store.ts";
import type { CountedUsage, UsageQuery, UsageStore } from "../../port/usage-store.ts";
import {
  USAGE_GRANULARITIES,
  type UsageBucket,
  type UsageGranularity,
  bucketStart,
} from "../../usage/bucket.ts";
import { OUTCOMES, type UsageCounts } from "../../usage/counts.ts";

/** One call of `add`. */
export interface Addition {
  readonly bucket: UsageBucket;
  readonly counts: UsageCounts;
}

const MINUTE = 60_000;
/** Shortly before an hour ends, and a day with it. */
const EVENING = Date.UTC(2026, 0, 15, 23, 58);

/** The bucket of this granularity that so many minutes after an evening in 2026 lie in. */
export function bucketAt(
  keyId: string,
  minutes: number,
  granularity: UsageGranularity = "minute",
): UsageBucket {
  const moment = new Date(EVENING + minutes * MINUTE);
  return { keyId, granularity, start: bucketStart(granularity, moment) };
}

/** A key that nothing was counted of. */
export const newKey = (): string => randomUUID();

const counts: fc.Arbitrary<UsageCounts> = fc.dictionary(
  fc.constantFrom(...OUTCOMES),
  fc.integer({ min: 0, max: 1_000 }),
  { maxKeys: 3, noNullPrototype: true },
);

/** Additions to few buckets of few keys, so that many meet in one. */
export const additionsTo = (keyIds: readonly string[]): fc.Arbitrary<readonly Addition[]> =>
  fc.array(
    fc
      .record({
        keyId: fc.constantFrom(...keyIds),
        minutes: fc.integer({ min: 0, max: 3 }),
        granularity: fc.constantFrom(...USAGE_GRANULARITIES),
        counts,
      })
      .map(({ keyId, minutes, granularity, ...rest }) => ({
        bucket: bucketAt(keyId, minutes, granularity),
        ...rest,
      })),
    { minLength: 1, maxLength: 24 },
  );

/** The model, with these additions made one after the other. */
export async function modelOf(additions: readonly Addition[]): Promise<MemoryUsageStore> {
  const model = new MemoryUsageStore();
  for (const { bucket, counts: added } of additions) await model.add(bucket, added);
  return model;
}

/** All time. */
const ALWAYS = { from: new Date(0), to: new Date(Date.UTC(2100, 0)) };

/** What was counted of these keys by minutes, or in another granularity, or in another period. */
export function usageOf(
  store: UsageStore,
  keyIds: readonly string[],
  query: Partial<UsageQuery> = {},
): Promise<readonly CountedUsage[]> {
  return store.read({ keyIds, granularity: "minute", ...ALWAYS, ...query });
}

/** The same, in all granularities. */
export async function allUsageOf(
  store: UsageStore,
  keyIds: readonly string[],
): Promise<readonly CountedUsage[]> {
  const read = USAGE_GRANULARITIES.map((granularity) => usageOf(store, keyIds, { granularity }));
  return (await Promise.all(read)).flat();
}
