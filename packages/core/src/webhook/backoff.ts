const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds from the first attempt's being due to the last. */
export const GIVE_UP_AFTER = 24 * HOUR;

/** Milliseconds from an attempt that failed to the next one; the last is for all further ones. */
const DELAYS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
];

/** So that what failed together does not come back together: up to this much of a delay is added. */
const JITTER = 0.2;

/**
 * When to try again, in milliseconds since the epoch, after so many attempts (1 or more); `null`: not any
 * more. The last attempt is at `expiresAt` itself. `random` is from 0 to 1.
 */
export function nextAttempt(
  attempts: number,
  { now, expiresAt, random }: { now: number; expiresAt: number; random: number },
): number | null {
  if (now >= expiresAt) return null;
  const delay = DELAYS[Math.min(attempts, DELAYS.length) - 1] ?? SECOND;
  return Math.min(now + Math.round(delay * (1 + JITTER * random)), expiresAt);
}
