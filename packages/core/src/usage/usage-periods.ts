import { KeyOperationError } from "../code/operation-error.ts";
import { type UsageGranularity, bucketLength, bucketStart } from "./bucket.ts";
import { TimeZone, UTC } from "./time-zone.ts";

/** How many buckets a period may have, of each key. */
export const MAX_BUCKETS = 2_000;
const HOUR = 60 * 60 * 1_000;
const DAY = 24 * HOUR;

/** A period that usage is asked of. */
export interface PeriodInput {
  /** The 24 hours before `to`, by default. */
  readonly from?: Date | undefined;
  /** Now, by default. */
  readonly to?: Date | undefined;
  /** By default as the period is long: minutes for 3 hours at most, hours for 7 days, else days. */
  readonly granularity?: UsageGranularity | undefined;
  /** Whose days are meant: an IANA name. UTC by default. */
  readonly timeZone?: string | undefined;
}

/** A period in whole buckets: from the beginning of the first one on. */
export interface UsagePeriod {
  readonly from: Date;
  readonly to: Date;
  readonly granularity: UsageGranularity;
  readonly zone: TimeZone;
}

/**
 * The period that is asked for; `now` in milliseconds since the epoch.
 *
 * @throws {KeyOperationError} `INVALID_USAGE_PERIOD` for one that ends before it begins or has too many
 * buckets, and for a time zone that there is not.
 */
export function usagePeriod(input: PeriodInput, now: number): UsagePeriod {
  const zone = TimeZone.named(input.timeZone ?? UTC);
  if (zone === null) {
    throw refused("timeZone must be the name of a time zone, like Europe/Berlin or UTC.");
  }
  const to = input.to ?? new Date(now);
  const from = input.from ?? new Date(to.getTime() - DAY);
  const length = to.getTime() - from.getTime();
  if (!(length > 0)) throw refused("from must be a moment before to.");
  const granularity = input.granularity ?? granularityFor(length);
  if (length / bucketLength(granularity) > MAX_BUCKETS) {
    const most = `${MAX_BUCKETS} ${granularity}s`;
    throw refused(
      `From from to to there may be ${most}; ask for a shorter period, or for longer buckets.`,
    );
  }
  const start = granularity === "day" ? zone.dayStart(from) : bucketStart(granularity, from);
  return { from: start, to, granularity, zone };
}

function granularityFor(length: number): UsageGranularity {
  if (length <= 3 * HOUR) return "minute";
  return length <= 7 * DAY ? "hour" : "day";
}

function refused(message: string): KeyOperationError {
  return new KeyOperationError("INVALID_USAGE_PERIOD", message);
}
