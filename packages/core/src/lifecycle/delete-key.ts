import { KeyOperationError } from "../code/operation-error.ts";
import { type KeyOperation, type LifecycleContext, tenantOf } from "./context.ts";

/**
 * Removes a key's record, and with it the key.
 *
 * @throws {KeyOperationError} `KEY_NOT_FOUND`.
 */
export async function deleteKey(
  reference: KeyOperation,
  { changes, onChange }: LifecycleContext,
): Promise<void> {
  const { id } = reference;
  const deleted = await changes.remove(id, tenantOf(reference), {
    action: "deleted",
    by: reference.by,
  });
  if (deleted === null) throw new KeyOperationError("KEY_NOT_FOUND");
  onChange(id);
}
