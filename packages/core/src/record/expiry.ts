import { KeyOperationError } from "../code/operation-error.ts";

const YEAR = 365 * 24 * 60 * 60;
/** In seconds. Whoever wants longer wants a key that does not expire. */
export const MAX_EXPIRES_IN = 100 * YEAR;

/**
 * The moment `expiresIn` seconds after `now`; `null` (never) for `null`.
 *
 * @throws {KeyOperationError} `EXPIRES_IN_IS_TOO_SMALL` or `EXPIRES_IN_IS_TOO_LARGE`.
 */
export function expiryAfter(expiresIn: number | null, now: Date): Date | null {
  if (expiresIn === null) return null;
  if (!(expiresIn >= 1)) {
    throw new KeyOperationError(
      "EXPIRES_IN_IS_TOO_SMALL",
      "expiresIn must be at least 1 second, or null for a key that does not expire.",
    );
  }
  if (expiresIn > MAX_EXPIRES_IN) {
    throw new KeyOperationError(
      "EXPIRES_IN_IS_TOO_LARGE",
      `expiresIn may be at most ${MAX_EXPIRES_IN} seconds (100 years), or null for a key that does not expire.`,
    );
  }
  return new Date(now.getTime() + Math.floor(expiresIn * 1_000));
}
