import {
  type Permissions,
  describePermissions,
  missing,
  normalizePermissions,
  permissionsFromStrings,
} from "../access/permissions.ts";
import { KeyOperationError } from "../code/operation-error.ts";
import type { KeyPolicy } from "../policy/key-policy.ts";
import { DEFAULT_MAX_METADATA_RATE_LIMIT } from "../policy/rate-limit-policy.ts";
import type { JsonObject } from "../record/json.ts";
import { normalizeMetadata } from "../record/metadata.ts";

/** What whoever creates or changes a key may pass on to it. Absent: anything, for the server's own code. */
export interface Grants {
  readonly grantable?: Permissions | undefined;
}

/**
 * Permissions as they are stored, if they may be granted. Nothing is cut to fit.
 *
 * @throws {KeyOperationError} `INVALID_PERMISSIONS`, or `PERMISSIONS_NOT_GRANTABLE` with what is.
 */
export function grantedPermissions(permissions: unknown, { grantable }: Grants): Permissions {
  const wanted = normalizePermissions(permissions);
  assertGrantable(wanted, grantable);
  return wanted;
}

/**
 * Metadata as it is stored, if what it says about permissions and limits may be said.
 *
 * @throws {KeyOperationError} `METADATA_DISABLED`, as `normalizeMetadata`, `INVALID_PERMISSIONS`,
 * `PERMISSIONS_NOT_GRANTABLE` or `INVALID_RATE_LIMIT`.
 */
export function grantedMetadata(
  metadata: unknown,
  { grantable }: Grants,
  policy: KeyPolicy,
): JsonObject {
  if (policy.metadata === false) throw new KeyOperationError("METADATA_DISABLED");
  const described = normalizeMetadata(metadata);
  if (policy.metadataPermissions === true && Object.hasOwn(described, "permissions")) {
    assertGrantable(permissionsFromStrings(described["permissions"]), grantable);
  }
  assertRateLimit(described, policy);
  return described;
}

/** @throws {KeyOperationError} `PERMISSIONS_NOT_GRANTABLE`, with what is. */
export function assertGrantable(wanted: Permissions, grantable: Permissions | undefined): void {
  if (grantable === undefined) return;
  const beyond = missing(grantable, wanted);
  if (beyond === null) return;
  const allowed = describePermissions(grantable);
  throw new KeyOperationError(
    "PERMISSIONS_NOT_GRANTABLE",
    `${describePermissions(beyond)} may not be granted; ${allowed === "" ? "no permissions may be" : `allowed are ${allowed}`}.`,
  );
}

function assertRateLimit(metadata: JsonObject, { maxMetadataRateLimit }: KeyPolicy): void {
  if (!Object.hasOwn(metadata, "rateLimit")) return;
  const { rateLimit } = metadata;
  // It limits nothing, and may be anything to the application.
  if (maxMetadataRateLimit === undefined && typeof rateLimit !== "number") return;
  const cap = maxMetadataRateLimit ?? DEFAULT_MAX_METADATA_RATE_LIMIT;
  if (Number.isInteger(rateLimit) && Number(rateLimit) >= 1 && Number(rateLimit) <= cap) return;
  throw new KeyOperationError(
    "INVALID_RATE_LIMIT",
    `metadata.rateLimit must be a whole number from 1 to ${cap}.`,
  );
}
