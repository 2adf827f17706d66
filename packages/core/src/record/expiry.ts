const YEAR = 365 * 24 * 60 * 60;
/** In seconds. Whoever wants longer wants a key that does not expire. */
export const MAX_EXPIRES_IN = 100 * YEAR;

/** The moment `seconds` after `start`; `null` (never) for `null`. */
export function expiryAfter(start: Date, seconds: number | null): Date | null {
  return seconds === null ? null : new Date(start.getTime() + Math.floor(seconds * 1_000));
}
