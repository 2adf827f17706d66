/** How the writing of what was counted is getting on: for metrics. */
export interface UsageState {
  /** When everything that had been counted until then was written: milliseconds since the epoch; `null`: never yet. */
  readonly lastFlushAt: number | null;
  /** When the first of what is not written was counted; `null`: all is written. How long ago that is, is the lag. */
  readonly pendingSince: number | null;
  /** Keys of which there is something to be written. */
  readonly pendingKeys: number;
  /** Buckets that something is to be added to, of keys whose counts wait for the store. */
  readonly pendingCounts: number;
  /** Flushes that failed, in all. What they were to write is tried again. */
  readonly failures: number;
  /** Outcomes that were dropped, in all, by the granularity that they are missing in. */
  readonly dropped: Readonly<Record<"minute" | "hour" | "day", number>>;
  /** Addresses, and last uses, that were dropped, in all. */
  readonly droppedUses: number;
}
