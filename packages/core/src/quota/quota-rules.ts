import type { KeyRecord } from "../record/record.ts";

/** What share of what is left is taken at a time. */
const SHARE = 16;
/** How much a process holds at most that nobody has asked for yet. */
const MAX_LEASE = 1_000;

/**
 * How much to take from a quota for somebody who wants so much now: a sixteenth of what is left, so that
 * many requests cost one look-up; near the end no more than what is wanted.
 */
export function leaseSize(remaining: number, wanted: number): number {
  const ahead = Math.min(MAX_LEASE, Math.floor(remaining / SHARE));
  return Math.min(Math.max(remaining, 0), Math.max(wanted, ahead));
}

/** When the quota is to be filled again: milliseconds since the epoch; `null`: never. */
export function refillDueAt({ quota, createdAt }: KeyRecord): number | null {
  const { refillAmount, refillInterval, lastRefillAt } = quota;
  if (refillAmount === null || refillInterval === null || refillInterval <= 0) return null;
  return (lastRefillAt ?? createdAt).getTime() + refillInterval;
}
