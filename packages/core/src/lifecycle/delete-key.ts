import { KeyOperationError } from "../code/operation-error.ts";
import type { KeyReference, LifecycleContext } from "./context.ts";

/**
 * Removes a key's record, and with it the key.
 *
 * @throws {KeyOperationError} `KEY_NOT_FOUND`.
 */
export async function deleteKey(
  { id, referenceId }: KeyReference,
  { store, onChange }: LifecycleContext,
): Promise<void> {
  const deleted = await store.delete(id, { referenceId });
  if (deleted === null) throw new KeyOperationError("KEY_NOT_FOUND");
  onChange(id);
}
