/** How long records stay that are of no more use, in seconds; `null`: for ever. */
export interface Retention {
  /** From revocation on. A year (365 days) by default. */
  readonly revoked?: number | null | undefined;
  /** From expiry on, for keys that were not revoked. A year (365 days) by default. */
  readonly expired?: number | null | undefined;
}

/** In seconds. */
export const DEFAULT_RETENTION = 365 * 24 * 60 * 60;

/** What a record is no more use for, and until when it stays. */
export const ENDINGS = ["revoked", "expired"] as const;
export type Ending = (typeof ENDINGS)[number];

/**
 * How long to keep records, by what ended them.
 *
 * @param retention both durations, or one number (or `null`) for both.
 * @throws {RangeError} for a negative duration, or none at all.
 */
export function retentionOf(
  retention: Retention | number | null = {},
): Readonly<Record<Ending, number | null>> {
  const given: Retention =
    typeof retention === "object" && retention !== null
      ? retention
      : { revoked: retention, expired: retention };
  const { revoked = DEFAULT_RETENTION, expired = DEFAULT_RETENTION } = given;
  for (const seconds of [revoked, expired]) {
    if (seconds === null || (seconds >= 0 && Number.isFinite(seconds))) continue;
    throw new RangeError(
      `A retention is ${seconds}; it must be seconds, 0 or more, or null for ever.`,
    );
  }
  return { revoked, expired };
}
