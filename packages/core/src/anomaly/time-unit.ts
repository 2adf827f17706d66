/** From which number on a time is in milliseconds, microseconds, nanoseconds: the year 5138 in seconds. */
const UNITS = [
  { from: 1e17, seconds: 1e-9 },
  { from: 1e14, seconds: 1e-6 },
  { from: 1e11, seconds: 1e-3 },
] as const;

/** How many seconds a time's unit has: by its size, for a number since 1970. */
export function secondsOf(time: number | Date): number {
  if (time instanceof Date) return 1e-3;
  return UNITS.find(({ from }) => Math.abs(time) >= from)?.seconds ?? 1;
}
