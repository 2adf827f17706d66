import {
  type CountedUsage,
  type OutcomeQuery,
  type UsageAddition,
  type UsageBucket,
  type UsageCounts,
  type UsageQuery,
  type UsageRemoval,
  type UsageStore,
  type UsageSumQuery,
  type UsageSums,
  bucketLength,
  bucketName,
  compareBuckets,
  sumCounts,
  sumsByKey,
} from "@latchkey/core";
import type { DBAdapter } from "better-auth";
import * as z from "zod";
import { USAGE_MODEL } from "../schema.ts";
import { removeRows } from "./remove-rows.ts";
import { columnOf, columnsFromCounts, rowFromBucket, usageFromRow } from "./usage-row.ts";
import { type ManyWritingAdapter, type WritingAdapter, writeMany } from "./write-many.ts";

const model = USAGE_MODEL;

/** What is needed of Better Auth's adapter. */
type UsageAdapter = ManyWritingAdapter & Pick<DBAdapter, "deleteMany" | "findMany">;

/** As many as every database takes for a limit: adapters that are told none read 100. */
const ALL = 2 ** 31 - 1;

/** How many rows a search by outcome reads at most for each key that it may answer. */
const MINUTES_A_KEY = 60;

const keyOfRow = z.object({ keyId: z.string() });

/** Counts in the database of a Better Auth installation, through whichever adapter it uses. */
export class AdapterUsageStore implements UsageStore {
  readonly #adapter: () => UsageAdapter;

  /** @param adapter asked at each call, since Better Auth may replace it while it starts. */
  constructor(adapter: () => UsageAdapter) {
    this.#adapter = adapter;
  }

  async add(bucket: UsageBucket, counts: UsageCounts): Promise<void> {
    await addTo(this.#adapter(), { bucket, counts });
  }

  async addAll(
    additions: readonly UsageAddition[],
    added: (addition: UsageAddition) => void,
  ): Promise<void> {
    await writeMany(this.#adapter(), additions, addTo, added);
  }

  async read({ keyIds, granularity, from, to }: UsageQuery): Promise<readonly CountedUsage[]> {
    if (keyIds.length === 0) return [];
    const rows = await this.#adapter().findMany({
      model,
      where: [
        { field: "keyId", operator: "in", value: [...keyIds] },
        { field: "granularity", value: granularity },
        { field: "start", operator: "gte", value: from },
        { field: "start", operator: "lt", value: to },
      ],
      limit: ALL,
    });
    return bucketsOf(rows.map(usageFromRow)).toSorted(compareBuckets);
  }

  async sum({ granularity, from, to, maxBuckets }: UsageSumQuery): Promise<UsageSums> {
    const length = bucketLength(granularity);
    const sums = new Map<string, UsageCounts>();
    let left = maxBuckets;
    // By one start after the other, the latest first: no more than one of them is in memory.
    for (let start = lastStart(to, length); start >= from.getTime(); start -= length) {
      const rows = await this.#adapter().findMany({
        model,
        where: [
          { field: "granularity", value: granularity },
          // A range, since to some adapters no two dates are equal.
          { field: "start", operator: "gte", value: new Date(start) },
          { field: "start", operator: "lt", value: new Date(start + length) },
        ],
        limit: left + 1,
      });
      const looked = rows.slice(0, left).map(usageFromRow);
      for (const { keyId, counts } of sumsByKey(looked)) {
        sums.set(keyId, sumCounts(sums.get(keyId) ?? {}, counts));
      }
      if (rows.length > left) return sumsOf(sums, false);
      left -= rows.length;
    }
    return sumsOf(sums, true);
  }

  async findByOutcome({ outcomes, from, to, limit }: OutcomeQuery): Promise<readonly string[]> {
    const rows = await this.#adapter().findMany({
      model,
      where: [
        // In front: adapters do not agree on what an `OR` behind an `AND` means.
        ...outcomes.map((outcome) => ({
          field: columnOf(outcome),
          operator: "gt" as const,
          value: 0,
          connector: "OR" as const,
        })),
        { field: "granularity", value: "minute" },
        { field: "start", operator: "gte", value: from },
        { field: "start", operator: "lt", value: to },
      ],
      limit: limit * MINUTES_A_KEY,
      select: ["keyId"],
    });
    const ids = new Set(rows.map((row) => keyOfRow.parse(row).keyId));
    return [...ids].slice(0, limit);
  }

  async removeBefore({ granularity, before, limit }: UsageRemoval): Promise<number> {
    const rows = await this.#adapter().findMany({
      model,
      where: [
        { field: "granularity", value: granularity },
        { field: "start", operator: "lt", value: before },
      ],
      limit,
      sortBy: { field: "start", direction: "asc" },
      // What is sorted by must be among what is read.
      select: ["id", "start"],
    });
    return removeRows(this.#adapter(), model, rows);
  }

  async removeKey(keyId: string): Promise<number> {
    return this.#adapter().deleteMany({ model, where: [{ field: "keyId", value: keyId }] });
  }
}

/** The start of the last bucket that starts before a moment. */
function lastStart(to: Date, length: number): number {
  return (Math.ceil(to.getTime() / length) - 1) * length;
}

function sumsOf(sums: ReadonlyMap<string, UsageCounts>, isComplete: boolean): UsageSums {
  return { keys: [...sums].map(([keyId, counts]) => ({ keyId, counts })), isComplete };
}

async function addTo(adapter: WritingAdapter, { bucket, counts }: UsageAddition): Promise<void> {
  const row = rowFromBucket(bucket);
  const columns = columnsFromCounts(counts);
  if (Object.keys(columns).length === 0) return;
  if (await increment(adapter, row.bucket, columns)) return;
  try {
    await adapter.create({ model, data: { ...row, ...columns } });
  } catch (error) {
    // Another add came first; or else it is the database that has failed.
    if (!(await increment(adapter, row.bucket, columns))) throw error;
  }
}

/** Whether there is such a row; if so, it has been added to. */
async function increment(
  adapter: WritingAdapter,
  bucket: string,
  by: Readonly<Record<string, number>>,
): Promise<boolean> {
  const where = [{ field: "bucket", value: bucket }];
  const row: unknown = await adapter.incrementOne({ model, where, increment: { ...by } });
  return row !== null && row !== undefined;
}

/**
 * Each bucket once: an adapter that does not know unique columns may have begun one twice, and either
 * row was then added to.
 */
function bucketsOf(rows: readonly CountedUsage[]): CountedUsage[] {
  const buckets = new Map<string, CountedUsage>();
  for (const row of rows) {
    const name = bucketName(row);
    const before = buckets.get(name)?.counts ?? {};
    buckets.set(name, { ...row, counts: sumCounts(before, row.counts) });
  }
  return [...buckets.values()];
}
