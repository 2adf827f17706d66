import type { LimitRule, LimitState } from "../limit/limit-rule.ts";

/** What came of asking for a share of each of several limits. */
export interface LimitVerdict {
  /** The limit that has too little left; `null`: all had enough, and were taken from. */
  readonly refused: LimitState | null;
  /** All that were asked about, in their order, as they are now. */
  readonly states: readonly LimitState[];
  /**
   * A text that is another after each change of the key's record that was published before the limits were
   * asked (see `ChangeMessages`); `null`: there was none for longer than records are believed. Absent where the
   * limiter does not know.
   */
  readonly mark?: string | null;
}

/**
 * Holds keys to their limits. Two promises, by one process, or by all that share a limiter: never more than `max` is
 * taken within any window; and whoever takes no more than that in any seventeen sixteenths of a
 * window is never refused.
 *
 * What was taken is remembered for as long as it counts, whatever is forgotten about the key.
 */
export interface RateLimiter {
  /** The limits of one key, to be held on to for as long as the key is remembered. */
  of(keyId: string): KeyLimiter;
  /**
   * How often it counted in this process alone, because what it shares with others was out of reach. Absent
   * where it shares with none.
   */
  readonly fallbacks?: number;
  /** Whether it counts in this process alone now. Absent where it shares with none. */
  readonly isAlone?: boolean;
}

export interface KeyLimiter {
  /**
   * Takes the cost of one request from all of these limits, or, where one has too little left, from
   * none, in one atomic step. A limit that is named for the first time is whole. Of no limits nothing is taken.
   *
   * @param cost of a request from limits that do not say it.
   * @param now milliseconds since the epoch.
   */
  take(
    rules: readonly LimitRule[],
    cost: number,
    now: number,
  ): LimitVerdict | Promise<LimitVerdict>;
}
