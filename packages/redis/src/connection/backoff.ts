const FIRST = 50;
const LONGEST = 2_000;

/** Milliseconds to wait after so many failed attempts to connect: ever longer, up to two seconds, and not all alike. */
export function backoff(attempts: number): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(attempts, 10));
  return Math.round(longest * (0.75 + Math.random() / 4));
}
