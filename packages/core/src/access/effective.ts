import type { KeyPolicy } from "../policy/key-policy.ts";
import type { KeyRecord } from "../record/record.ts";
import { KeyOperationError } from "../code/operation-error.ts";
import { type Permissions, permissionsFromStrings, union } from "./permissions.ts";

/**
 * What a key may do: its permissions, and those in its metadata where the policy lets them count.
 * Metadata that was written before they did, and is no list of permissions, adds nothing.
 */
export function effectivePermissions(
  { permissions, metadata }: Pick<KeyRecord, "permissions" | "metadata">,
  { metadataPermissions = false }: KeyPolicy,
): Permissions | null {
  const described =
    metadataPermissions && metadata !== null && Object.hasOwn(metadata, "permissions")
      ? readable(metadata["permissions"])
      : null;
  return described === null ? permissions : union(permissions, described);
}

function readable(strings: unknown): Permissions | null {
  try {
    return permissionsFromStrings(strings);
  } catch (error) {
    if (error instanceof KeyOperationError) return null;
    throw error;
  }
}
