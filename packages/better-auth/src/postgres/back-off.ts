const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** Milliseconds until the next attempt, after so many in a row that failed: from 100, doubled up to 5,000. */
export function backOff(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
}
