import { KeyOperationError } from "../code/operation-error.ts";
import { type KeyRecord } from "../record/record.ts";
import type { KeyReference, LifecycleContext } from "./context.ts";

/** @throws {KeyOperationError} `KEY_NOT_FOUND`, for another owner's key as for none. */
export async function getKey(
  { id, referenceId }: KeyReference,
  { store }: Pick<LifecycleContext, "store">,
): Promise<KeyRecord> {
  const record = await store.findById(id);
  if (record === null || record.referenceId !== referenceId) {
    throw new KeyOperationError("KEY_NOT_FOUND");
  }
  return record;
}
