import type { PoolWish } from "../port/quota-pool.ts";
import type { KeyView } from "../record/record.ts";

/** What share of what is left is taken at a time. */
export const SHARE = 16;
/** How much a process holds at most that nobody has asked for yet. */
const MAX_LEASE = 1_000;
/** What share of what the store has left is taken at a time for a pool that all processes share. */
const POOLED_SHARE = 8;
/** How much is taken at most for a pool. */
const MAX_POOLED = 10_000;
/** How much a process takes from a pool at most that nobody has asked for yet. */
export const MAX_HAND = 100;

/**
 * How much to take from a quota for somebody who wants so much now: a sixteenth of what is left, so that
 * many requests cost one look-up; near the end no more than what is wanted.
 */
export function leaseSize(remaining: number, wanted: number): number {
  return sized(remaining, wanted, Math.min(MAX_LEASE, Math.floor(remaining / SHARE)));
}

/** As `leaseSize`, where what nobody wants yet goes into a pool. */
export function pooledLeaseSize(remaining: number, wanted: number): number {
  return sized(remaining, wanted, Math.min(MAX_POOLED, Math.floor(remaining / POOLED_SHARE)));
}

/** How many of those in a pool are taken from it. */
export function drawSize(
  there: number,
  { wanted, share, most }: Pick<PoolWish, "wanted" | "share" | "most">,
): number {
  return sized(there, wanted, Math.min(most, Math.floor(there / share)));
}

/** When the quota is to be filled again: milliseconds since the epoch; `null`: never. */
export function refillDueAt({ quota, createdAt }: KeyView): number | null {
  const { refillAmount, refillInterval, lastRefillAt } = quota;
  if (refillAmount === null || refillInterval === null || refillInterval <= 0) return null;
  return (lastRefillAt ?? createdAt).getTime() + refillInterval;
}

function sized(there: number, wanted: number, ahead: number): number {
  return Math.min(Math.max(there, 0), Math.max(wanted, ahead));
}
