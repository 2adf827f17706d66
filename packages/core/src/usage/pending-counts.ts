import type { UsageAddition } from "../port/usage-store.ts";
import {
  USAGE_GRANULARITIES,
  type UsageBucket,
  type UsageGranularity,
  bucketName,
  bucketStart,
} from "./bucket.ts";
import { type UsageCounts, sumCounts, totalOf } from "./counts.ts";

/** How many buckets of one granularity are kept at most that could not be written. */
export const MAX_KEPT_COUNTS = 100_000;
/** How many go at once when there are more: the oldest. */
const DROPPED_AT_ONCE = MAX_KEPT_COUNTS / 10;

/**
 * What is to be added to which buckets. Each granularity is held, written and kept by itself, so that what
 * was added to an hour and not yet to its day is not added to the hour again.
 */
export class PendingCounts {
  readonly #additions: Readonly<Record<UsageGranularity, Map<string, UsageAddition>>> = {
    minute: new Map(),
    hour: new Map(),
    day: new Map(),
  };
  /** How many outcomes were dropped, by the granularity that they are missing in. */
  readonly dropped: Record<UsageGranularity, number> = { minute: 0, hour: 0, day: 0 };
  readonly #onDrop: (granularity: UsageGranularity, outcomes: number) => void;

  constructor(onDrop: (granularity: UsageGranularity, outcomes: number) => void) {
    this.#onDrop = onDrop;
  }

  /** How many buckets there is something to be added to. */
  get size(): number {
    return USAGE_GRANULARITIES.reduce((sum, each) => sum + this.#additions[each].size, 0);
  }

  /** What came of a key in a minute, to be added to the minute, its hour and its day. */
  count(keyId: string, minute: Date, counts: UsageCounts): void {
    for (const granularity of USAGE_GRANULARITIES) {
      const start = bucketStart(granularity, minute);
      this.#add({ bucket: { keyId, granularity, start }, counts });
    }
  }

  /** All that is to be added; it is no longer held here. */
  take(): UsageAddition[] {
    const taken = USAGE_GRANULARITIES.flatMap((each) => [...this.#additions[each].values()]);
    for (const granularity of USAGE_GRANULARITIES) this.#additions[granularity].clear();
    return taken;
  }

  /** What was taken and could not be added. */
  putBack(additions: Iterable<UsageAddition>): void {
    for (const addition of additions) this.#add(addition);
  }

  /** Whether there is anything to be added for one of these keys. */
  concerns(keyIds: ReadonlySet<string>): boolean {
    for (const granularity of USAGE_GRANULARITIES) {
      for (const { bucket } of this.#additions[granularity].values()) {
        if (keyIds.has(bucket.keyId)) return true;
      }
    }
    return false;
  }

  #add({ bucket, counts }: UsageAddition): void {
    const additions = this.#additions[bucket.granularity];
    const name = bucketName(bucket);
    const held = additions.get(name);
    additions.set(name, { bucket, counts: sumCounts(held?.counts ?? {}, counts) });
    if (additions.size > MAX_KEPT_COUNTS) this.#drop(bucket.granularity, additions);
  }

  #drop(granularity: UsageBucket["granularity"], additions: Map<string, UsageAddition>): void {
    const oldest = [...additions]
      .toSorted(([, a], [, b]) => a.bucket.start.getTime() - b.bucket.start.getTime())
      .slice(0, DROPPED_AT_ONCE);
    let outcomes = 0;
    for (const [name, { counts }] of oldest) {
      outcomes += totalOf(counts);
      additions.delete(name);
    }
    this.dropped[granularity] += outcomes;
    this.#onDrop(granularity, outcomes);
  }
}
