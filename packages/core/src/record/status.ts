import type { KeyRecord } from "./record.ts";

/** What a key is good for now. Where several hold, the first of revoked, expired, disabled is told. */
export const KEY_STATUSES = ["active", "expired", "disabled", "revoked"] as const;

export type KeyStatus = (typeof KEY_STATUSES)[number];

/**
 * The status of a record at `now` (milliseconds since the epoch). A key is expired from the very
 * millisecond of its `expiresAt` on.
 */
export function keyStatus(
  record: Pick<KeyRecord, "revokedAt" | "expiresAt" | "enabled">,
  now: number,
): KeyStatus {
  if (record.revokedAt !== null) return "revoked";
  if (record.expiresAt !== null && record.expiresAt.getTime() <= now) return "expired";
  return record.enabled ? "active" : "disabled";
}
