import type { AddressStore, SeenAddress } from "../port/address-store.ts";
import type { Clock } from "../port/clock.ts";
import type { CountedUsage, UsageStore } from "../port/usage-store.ts";
import type { UsageGranularity } from "./bucket.ts";
import { type UsageCounts, sumCounts, totalOf } from "./counts.ts";
import type { TimeZone } from "./time-zone.ts";
import type { UsageCounter } from "./usage-counter.ts";
import { type PeriodInput, type UsagePeriod, usagePeriod } from "./usage-periods.ts";

/** How many keys a store is asked about at once. */
const KEYS_AT_ONCE = 100;

export interface UsageInput extends PeriodInput {
  /** Whoever's they are: for those who have decided who may look. */
  readonly keyIds: readonly string[];
}

export interface UsageReport {
  /** The beginning of the first bucket. */
  readonly from: Date;
  readonly to: Date;
  readonly granularity: UsageGranularity;
  readonly timeZone: string;
  /** Each that was asked for, in that order. */
  readonly keys: readonly KeyUsageReport[];
}

export interface KeyUsageReport {
  readonly keyId: string;
  /** Of the whole period. */
  readonly counts: UsageCounts;
  /** All of them together. */
  readonly total: number;
  /** Those in which there was anything, earliest first. */
  readonly buckets: readonly { readonly start: Date; readonly counts: UsageCounts }[];
}

/** What was counted, for those who ask. */
export class UsageReader {
  readonly #counts: UsageStore | undefined;
  readonly #addresses: AddressStore | undefined;
  readonly #counter: UsageCounter;
  readonly #clock: Clock;

  constructor(parts: {
    readonly counts?: UsageStore | undefined;
    readonly addresses?: AddressStore | undefined;
    readonly counter: UsageCounter;
    readonly clock: Clock;
  }) {
    this.#counts = parts.counts;
    this.#addresses = parts.addresses;
    this.#counter = parts.counter;
    this.#clock = parts.clock;
  }

  /**
   * How often keys were used in a period, what this process has not yet written included. Days of another
   * zone than UTC are put together from hours: they reach back as far as hours are kept, and an hour
   * belongs to the day in which it begins.
   *
   * @throws {KeyOperationError} `INVALID_USAGE_PERIOD`.
   */
  async read({ keyIds, ...input }: UsageInput): Promise<UsageReport> {
    const period = usagePeriod(input, this.#clock.now());
    // What cannot be written now is kept and reported there; what is written can still be read.
    await this.#counter.flushFor(new Set(keyIds)).catch(() => undefined);
    const found = new Map<string, CountedUsage[]>();
    for (let from = 0; from < keyIds.length; from += KEYS_AT_ONCE) {
      const read = await this.#buckets(keyIds.slice(from, from + KEYS_AT_ONCE), period);
      for (const bucket of read) {
        const before = found.get(bucket.keyId);
        if (before === undefined) found.set(bucket.keyId, [bucket]);
        else before.push(bucket);
      }
    }
    const { from, to, granularity, zone } = period;
    const keys = [...new Set(keyIds)].map((keyId) => reportOf(keyId, found.get(keyId) ?? []));
    return { from, to, granularity, timeZone: zone.name, keys };
  }

  /** From where a key was used, last seen first: 50 addresses at most. */
  async addresses(keyId: string): Promise<readonly SeenAddress[]> {
    if (this.#addresses === undefined) return [];
    await this.#counter.flushFor(new Set([keyId])).catch(() => undefined);
    return this.#addresses.list(keyId);
  }

  async #buckets(
    keyIds: readonly string[],
    { from, to, granularity, zone }: UsagePeriod,
  ): Promise<readonly CountedUsage[]> {
    if (this.#counts === undefined) return [];
    if (granularity !== "day" || zone.isUtc) {
      return this.#counts.read({ keyIds, granularity, from, to });
    }
    const hours = await this.#counts.read({ keyIds, granularity: "hour", from, to });
    return daysOf(hours, zone);
  }
}

/** Days, of hours that come one after the other. */
function daysOf(hours: readonly CountedUsage[], zone: TimeZone): readonly CountedUsage[] {
  const starts = new Map<number, Date>();
  const days = new Map<string, CountedUsage>();
  for (const { keyId, start, counts } of hours) {
    const dayStart = starts.get(start.getTime()) ?? zone.dayStart(start);
    starts.set(start.getTime(), dayStart);
    const name = `${keyId}:${dayStart.getTime()}`;
    const sum = sumCounts(days.get(name)?.counts ?? {}, counts);
    days.set(name, { keyId, granularity: "day", start: dayStart, counts: sum });
  }
  return [...days.values()];
}

function reportOf(keyId: string, found: readonly CountedUsage[]): KeyUsageReport {
  const buckets = found.map(({ start, counts }) => ({ start, counts }));
  const counts = buckets.reduce<UsageCounts>((sum, each) => sumCounts(sum, each.counts), {});
  return { keyId, counts, total: totalOf(counts), buckets };
}
