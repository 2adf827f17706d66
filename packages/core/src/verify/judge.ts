import { missing } from "../access/permissions.ts";
import type { KeyView } from "../record/record.ts";
import { keyStatus } from "../record/status.ts";
import type { KnownRecord } from "./known-record.ts";
import { type RefusedKey, type Verification, type VerifyRequest, refuse } from "./verification.ts";

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

/** What an active key may expect by its owner (`null` where there is none that may act) and the request. */
export function judgeUse<Owner>(
  known: KnownRecord,
  owner: Owner | null,
  request: VerifyRequest | undefined,
): Verification<Owner> {
  const { view: record, permissions } = known;
  if (owner === null) return refuse("API_KEY_INVALID", { record });
  const refused = judgeRequest(known, request);
  return refused ?? { valid: true, outcome: "valid", record, owner, permissions };
}

function judgeRequest(
  { view: record, addresses, permissions }: KnownRecord,
  request: VerifyRequest | undefined,
): RefusedKey | null {
  if (addresses !== null) {
    const address = request?.address ?? null;
    if (address === null || !addresses.includes(address)) {
      return refuse("API_KEY_FORBIDDEN", { record });
    }
  }
  if (request?.permissions === undefined) return null;
  const lacking = missing(permissions, request.permissions);
  return lacking === null ? null : refuse("API_KEY_FORBIDDEN", { record, missing: lacking });
}
