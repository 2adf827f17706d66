import type {
  CountedUsage,
  OutcomeQuery,
  UsageAddition,
  UsageQuery,
  UsageRemoval,
  UsageStore,
  UsageSumQuery,
  UsageSums,
} from "../port/usage-store.ts";
import { type UsageBucket, bucketName, compareBuckets } from "../usage/bucket.ts";
import { type UsageCounts, seenOutcomes, sumCounts, sumsByKey } from "../usage/counts.ts";

/** Counts in this process's memory: for tests, and the model for every other kind. */
export class MemoryUsageStore implements UsageStore {
  readonly #buckets = new Map<string, CountedUsage>();

  async add({ keyId, granularity, start }: UsageBucket, counts: UsageCounts): Promise<void> {
    const bucket = { keyId, granularity, start: new Date(start) };
    const name = bucketName(bucket);
    if (seenOutcomes(counts).length === 0) return;
    const before = this.#buckets.get(name)?.counts ?? {};
    this.#buckets.set(name, { ...bucket, counts: sumCounts(before, counts) });
  }

  async addAll(
    additions: readonly UsageAddition[],
    added: (addition: UsageAddition) => void,
  ): Promise<void> {
    for (const addition of additions) {
      await this.add(addition.bucket, addition.counts);
      added(addition);
    }
  }

  async read({ keyIds, granularity, from, to }: UsageQuery): Promise<readonly CountedUsage[]> {
    const found = this.#find(
      (bucket) =>
        keyIds.includes(bucket.keyId) &&
        bucket.granularity === granularity &&
        bucket.start >= from &&
        bucket.start < to,
    );
    return structuredClone(found);
  }

  async sum({ granularity, from, to, maxBuckets }: UsageSumQuery): Promise<UsageSums> {
    const found = this.#find(
      (bucket) => bucket.granularity === granularity && bucket.start >= from && bucket.start < to,
    );
    const latest = found.slice(-maxBuckets);
    return { keys: sumsByKey(latest), isComplete: latest.length === found.length };
  }

  async findByOutcome({ outcomes, from, to, limit }: OutcomeQuery): Promise<readonly string[]> {
    const found = this.#find(
      ({ granularity, start, counts }) =>
        granularity === "minute" &&
        start >= from &&
        start < to &&
        outcomes.some((outcome) => (counts[outcome] ?? 0) > 0),
    );
    return [...new Set(found.map(({ keyId }) => keyId))].slice(0, limit);
  }

  async removeBefore({ granularity, before, limit }: UsageRemoval): Promise<number> {
    const old = this.#find((bucket) => bucket.granularity === granularity && bucket.start < before);
    return this.#remove(old.slice(0, limit));
  }

  async removeKey(keyId: string): Promise<number> {
    return this.#remove(this.#find((bucket) => bucket.keyId === keyId));
  }

  #find(wanted: (bucket: CountedUsage) => boolean): readonly CountedUsage[] {
    return [...this.#buckets.values()].filter(wanted).toSorted(compareBuckets);
  }

  #remove(buckets: readonly UsageBucket[]): number {
    for (const bucket of buckets) this.#buckets.delete(bucketName(bucket));
    return buckets.length;
  }
}
