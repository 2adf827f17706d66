import type { JsonObject } from "./json.ts";

/** What is stored about a key. The key itself never is: only its `start` and the hash of all of it. */
export interface KeyRecord {
  readonly id: string;
  readonly name: string | null;
  /** Prefix and locator, in clear: what lists show and look-ups use. */
  readonly start: string;
  /** Empty where the key has none. */
  readonly prefix: string;
  /** Of the whole key, self-describing (for bcrypt: `$2b$…`). */
  readonly hash: string;
  /** The named policy that it was made under; `null`: none. */
  readonly environment: string | null;
  /** The key that it was rotated into. */
  readonly replacedById: string | null;
  /** The key that it was rotated from. */
  readonly replacesId: string | null;
  /** The owner: the user (or, later, organization) that the key acts for. */
  readonly referenceId: string;
  readonly enabled: boolean;
  readonly metadata: JsonObject | null;
  /** `null`: the key does not expire. */
  readonly expiresAt: Date | null;
  /** Set once, never unset. */
  readonly revokedAt: Date | null;
  /** When the key last passed verification, to within a few seconds. */
  readonly lastRequest: Date | null;
  readonly createdAt: Date;
  /** Of the last change by an operation. Neither use nor re-hashing counts as one. */
  readonly updatedAt: Date;
}

/** A record as callers may see it: all but the hash. */
export type KeyView = Omit<KeyRecord, "hash">;

export function withoutHash(record: KeyRecord): KeyView {
  const { hash: _hash, ...view } = record;
  return view;
}
