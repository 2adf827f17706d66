import { KeyOperationError } from "../code/operation-error.ts";
import { type KeyReference, type LifecycleContext, tenantOf } from "./context.ts";

/**
 * Removes a key's record, and with it the key.
 *
 * @throws {KeyOperationError} `KEY_NOT_FOUND`.
 */
export async function deleteKey(
  reference: KeyReference,
  { store, onChange }: LifecycleContext,
): Promise<void> {
  const { id } = reference;
  const deleted = await store.delete(id, tenantOf(reference));
  if (deleted === null) throw new KeyOperationError("KEY_NOT_FOUND");
  onChange(id);
}
