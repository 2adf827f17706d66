import { KeyOperationError } from "../code/operation-error.ts";
import { type KeyRecord } from "../record/record.ts";
import { type KeyReference, type LifecycleContext, tenantOf } from "./context.ts";

/** @throws {KeyOperationError} `KEY_NOT_FOUND`, for another owner's key as for none. */
export async function getKey(
  reference: KeyReference,
  { store }: Pick<LifecycleContext, "store">,
): Promise<KeyRecord> {
  const { configId, referenceId } = tenantOf(reference);
  const record = await store.findById(reference.id);
  if (record?.configId !== configId || record.referenceId !== referenceId) {
    throw new KeyOperationError("KEY_NOT_FOUND");
  }
  return record;
}
