import type { ApiKey } from "@latchkey/better-auth/client";
import type { Localization } from "../localization/localization.ts";
import { isReplaced, type RotationFields } from "./rotation.ts";

export type ShownStatus = "active" | "expiring" | "rotating" | "expired" | "disabled" | "revoked";

const DAY = 24 * 60 * 60 * 1000;
const SOON = 14 * DAY;

/** A key without a name goes by its start, and one without either by a word for that. */
export function keyTitle(
  { name, start }: Pick<ApiKey, "name"> & { start: string | null },
  text: Pick<Localization, "UNNAMED_KEY">,
): string {
  if (name !== null && name.trim() !== "") return name;
  return start === null || start === "" ? text.UNNAMED_KEY : `${start}…`;
}

/**
 * The status as it is at `now`, for a list that has been open for a while. A key is rotating while it works
 * beside its replacement; it expires soon in its last 14 days, or in the last quarter of its life where that
 * is shorter.
 */
export function shownStatus(
  key: Pick<ApiKey, "status" | "expiresAt" | "createdAt"> & RotationFields,
  now: number,
): ShownStatus {
  if (key.status === "revoked" || key.status === "expired" || key.expiresAt === null) {
    return key.status;
  }
  const left = key.expiresAt.getTime() - now;
  if (left <= 0) return "expired";
  if (key.status === "disabled") return "disabled";
  if (isReplaced(key)) return "rotating";
  const lifetime = key.expiresAt.getTime() - key.createdAt.getTime();
  return left <= Math.min(SOON, lifetime / 4) ? "expiring" : "active";
}

/** Whether the key can never work again, so that its record may go. */
export function isOver(status: ShownStatus): boolean {
  return status === "revoked" || status === "expired";
}
