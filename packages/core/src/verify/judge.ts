import { type KeyRecord, withoutHash } from "../record/record.ts";
import { keyStatus } from "../record/status.ts";
import { type Verification, refuse } from "./verification.ts";

/**
 * What a key whose secret is right may expect, by the state of its record and its owner at `now`
 * (milliseconds since the epoch). Decides only.
 */
export function judge<Owner>(
  record: KeyRecord | null,
  owner: Owner | null,
  now: number,
): Verification<Owner> {
  if (record === null) return refuse("API_KEY_INVALID");
  const view = withoutHash(record);
  switch (keyStatus(record, now)) {
    case "revoked":
      return refuse("API_KEY_REVOKED", { record: view });
    case "expired":
      return refuse("API_KEY_EXPIRED", { record: view });
    case "disabled":
      return refuse("API_KEY_DISABLED", { record: view });
    case "active":
      return owner === null
        ? refuse("API_KEY_INVALID", { record: view })
        : { valid: true, outcome: "valid", record: view, owner };
  }
}
