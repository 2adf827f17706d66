import type { KeyView } from "../record/record.ts";
import { keyStatus } from "../record/status.ts";
import { type RefusedKey, type Verification, refuse } from "./verification.ts";

/**
 * Why a key whose secret is right is refused by the state of its record alone, at `now` (milliseconds
 * since the epoch); `null` if it is not. Decides only.
 */
export function judgeRecord(record: KeyView, now: number): RefusedKey | null {
  switch (keyStatus(record, now)) {
    case "revoked":
      return refuse("API_KEY_REVOKED", { record });
    case "expired":
      return refuse("API_KEY_EXPIRED", { record });
    case "disabled":
      return refuse("API_KEY_DISABLED", { record });
    case "active":
      return null;
  }
}

/** What an active key may expect by its owner: `null` where there is none that may act. */
export function judgeOwner<Owner>(record: KeyView, owner: Owner | null): Verification<Owner> {
  return owner === null
    ? refuse("API_KEY_INVALID", { record })
    : { valid: true, outcome: "valid", record, owner };
}
