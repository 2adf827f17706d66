import { KeyOperationError } from "../code/operation-error.ts";
import type { KeyQuota, KeyRateLimit } from "./record.ts";

/** What databases hold in a column of numbers. */
const MAX_COUNT = 2 ** 31 - 1;

/** What is said of a quota; what is absent stays as it is, and is `null` of a new key. */
export type QuotaWish = Wish<Omit<KeyQuota, "lastRefillAt">>;
/** What is said of a rate limit; what is absent stays as it is, and is `null` of a new key. */
export type RateLimitWish = Wish<KeyRateLimit>;

type Wish<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | undefined };

/**
 * The quota of a new key. One that is refilled and says nothing else begins full.
 *
 * @throws {KeyOperationError} `INVALID_QUOTA`.
 */
export function quotaOfNewKey(wish: QuotaWish): KeyQuota {
  const refillAmount = wholeOrNull("refillAmount", wish.refillAmount);
  const refillInterval = wholeOrNull("refillInterval", wish.refillInterval);
  const remaining = wish.remaining === undefined ? refillAmount : wish.remaining;
  const quota = {
    remaining: wholeOrNull("remaining", remaining),
    refillAmount,
    refillInterval,
    lastRefillAt: null,
  };
  assertQuota(quota);
  return quota;
}

/**
 * What becomes of a quota that is changed at `now`. Whoever says how much is left fills it anew: what
 * was taken from it before and not used counts no more, and the next refill is an interval from now.
 *
 * @throws {KeyOperationError} `INVALID_QUOTA`.
 */
export function quotaChange(wish: QuotaWish, before: KeyQuota, now: Date): Partial<KeyQuota> {
  const { remaining, refillAmount, refillInterval } = wish;
  const change: Partial<KeyQuota> = {
    ...(refillAmount !== undefined && { refillAmount: wholeOrNull("refillAmount", refillAmount) }),
    ...(refillInterval !== undefined && {
      refillInterval: wholeOrNull("refillInterval", refillInterval),
    }),
    ...(remaining !== undefined && {
      remaining: wholeOrNull("remaining", remaining),
      lastRefillAt: later(before.lastRefillAt, now),
    }),
  };
  assertQuota({ ...before, ...change });
  return change;
}

/** @throws {KeyOperationError} `INVALID_QUOTA`. */
export function rateLimitChange(wish: RateLimitWish): Partial<KeyRateLimit> {
  const { enabled, max, window } = wish;
  if (window === 0) throw invalid("rateLimitTimeWindow must be 1 or more milliseconds, or null.");
  return {
    ...(enabled !== undefined && { enabled }),
    ...(max !== undefined && { max: wholeOrNull("rateLimitMax", max) }),
    ...(window !== undefined && { window: wholeOrNull("rateLimitTimeWindow", window) }),
  };
}

/** @throws {KeyOperationError} `INVALID_QUOTA`. */
export function wholeOrNull(field: string, value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (Number.isInteger(value) && value >= 0 && value <= MAX_COUNT) return value;
  throw invalid(`${field} must be a whole number from 0 to ${MAX_COUNT}.`);
}

function assertQuota({ remaining, refillAmount, refillInterval }: KeyQuota): void {
  if ((refillAmount === null) !== (refillInterval === null)) {
    throw invalid("refillAmount and refillInterval go together: give both, or neither.");
  }
  if (refillAmount !== null && (refillAmount < 1 || Number(refillInterval) < 1)) {
    throw invalid("refillAmount and refillInterval must be 1 or more.");
  }
  if (refillAmount !== null && remaining === null) {
    throw invalid("A key without remaining has no quota to be refilled: give remaining too.");
  }
}

/** Of two fillings no two are at the same moment. */
function later(before: Date | null, now: Date): Date {
  return before === null || now > before ? now : new Date(before.getTime() + 1);
}

function invalid(message: string): KeyOperationError {
  return new KeyOperationError("INVALID_QUOTA", message);
}
