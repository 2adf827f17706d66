import { missing } from "../access/permissions.ts";
import type { KeyView } from "../record/record.ts";
import { keyStatus } from "../record/status.ts";
import type { KnownRecord } from "./known-record.ts";
import { type RefusedKey, type VerifyRequest, refuse } from "./verification.ts";

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

/** Why an active key is refused for this request; `null` if it is not. Decides only. */
export function judgeUse(
  { view: record, rules: { addresses, permissions } }: KnownRecord,
  request: VerifyRequest | undefined,
): RefusedKey | null {
  if (addresses !== null) {
    const address = addressOf(request);
    if (address === null || !addresses.includes(address)) {
      return refuse("API_KEY_FORBIDDEN", { record });
    }
  }
  if (request?.permissions === undefined) return null;
  const lacking = missing(permissions, request.permissions);
  return lacking === null ? null : refuse("API_KEY_FORBIDDEN", { record, missing: lacking });
}

function addressOf(request: VerifyRequest | undefined): string | null {
  const address = request?.address ?? null;
  return typeof address === "function" ? address() : address;
}
