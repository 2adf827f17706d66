import type { Outcome } from "../code/outcome-codes.ts";
import type { UsageBucket, UsageGranularity } from "../usage/bucket.ts";
import type { UsageCounts } from "../usage/counts.ts";

export interface UsageQuery {
  /** At most 100. */
  readonly keyIds: readonly string[];
  readonly granularity: UsageGranularity;
  /** Buckets that start at this moment or later. */
  readonly from: Date;
  /** Buckets that start before this moment. */
  readonly to: Date;
}

/** What is to be added to one bucket. */
export interface UsageAddition {
  readonly bucket: UsageBucket;
  readonly counts: UsageCounts;
}

export interface CountedUsage extends UsageBucket {
  /** Only what was seen at all: never 0. */
  readonly counts: UsageCounts;
}

/** What everything that was counted in a period comes to. */
export interface UsageSumQuery {
  readonly granularity: UsageGranularity;
  /** The beginning of the first bucket. */
  readonly from: Date;
  /** Buckets that start before this moment. */
  readonly to: Date;
  /** How many buckets are looked at, at most: 1 or more. */
  readonly maxBuckets: number;
}

export interface UsageSums {
  /** Of every id that anything was counted under, in any order. */
  readonly keys: readonly { readonly keyId: string; readonly counts: UsageCounts }[];
  /** Whether that is all: there were not more buckets than were to be looked at. */
  readonly isComplete: boolean;
}

/** Which keys had one of these outcomes in a period, by the minute. */
export interface OutcomeQuery {
  /** Not empty. */
  readonly outcomes: readonly Outcome[];
  /** Minutes that start at this moment or later. */
  readonly from: Date;
  /** Minutes that start before this moment. */
  readonly to: Date;
  /** Of keys. */
  readonly limit: number;
}

export interface UsageRemoval {
  readonly granularity: UsageGranularity;
  /** Buckets that start before this moment. */
  readonly before: Date;
  /** Of buckets, at most 1,000. */
  readonly limit: number;
}

/**
 * How often keys were used, counted by minute, hour and day. Any number of processes may add at once.
 * Every method rejects, with whatever the store threw, when the store cannot be reached.
 *
 * The granularities are counted apart: what is added to a minute is in no hour until it is added there.
 * There may be counts of keys that are no more, and of keys that never were: the store does not look.
 */
export interface UsageStore {
  /**
   * Adds to a bucket, which is made where there is none, in one atomic step: of several adds at once
   * none is lost and none counts twice, the first ones of a bucket included. Durable when the promise
   * resolves. Nothing is written where all counts are 0.
   *
   * When it rejects, all of the counts were added or none. Nearly always none: all, where the store did
   * its work and the answer was lost on the way. Whoever adds them again then counts these twice, and
   * so may a store that tries again by itself. Never is less counted than was seen.
   *
   * Rejects with a `RangeError`, having written nothing, where `start` is not the beginning of a minute,
   * hour or day, or a count no whole number from 0 on.
   */
  add(bucket: UsageBucket, counts: UsageCounts): Promise<void>;
  /**
   * Adds to many buckets, at most 1,000 and none of them twice: as `add`, and cheaper. Each by itself, in any
   * order: what is durable is told to `added`, once. When it rejects, what was not told was not added, as
   * far as `add` can promise that.
   */
  addAll(
    additions: readonly UsageAddition[],
    added: (addition: UsageAddition) => void,
  ): Promise<void>;
  /**
   * The buckets of these keys in this period that anything was added to, all of them, by start and
   * then by the id of the key: an indexed look-up. Each once.
   */
  read(query: UsageQuery): Promise<readonly CountedUsage[]>;
  /**
   * The sums of a period by key, of whatever keys. Of more buckets than may be looked at the latest count.
   *
   * What it costs: adapters that cannot sum read the rows of the period, one look-up in the index by granularity
   * and start for each minute, hour or day, and add them up in memory. So ask for the widest granularity that
   * will do.
   */
  sum(query: UsageSumQuery): Promise<UsageSums>;
  /**
   * The ids of the keys of which one of these outcomes was counted in a minute of this period, each once,
   * in any order: as many as there are, up to the limit. An indexed look-up by time.
   */
  findByOutcome(query: OutcomeQuery): Promise<readonly string[]>;
  /**
   * Removes buckets, up to the limit, earliest first, and answers how many: fewer than the limit when
   * none are left. An indexed look-up. What is added to one of them later makes a new one.
   */
  removeBefore(removal: UsageRemoval): Promise<number>;
  /**
   * Removes all buckets of a key, and answers how many: for keys that are deleted. What other processes
   * still have in memory they add afterwards; it stays until its retention is over.
   */
  removeKey(keyId: string): Promise<number>;
}
