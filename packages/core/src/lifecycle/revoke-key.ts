import { type KeyView, withoutHash } from "../record/record.ts";
import type { KeyReference, LifecycleContext } from "./context.ts";
import { getKey } from "./get-key.ts";

/**
 * Revokes a key for good. Revoking it again changes nothing and answers it as it is.
 *
 * @throws {KeyOperationError} `KEY_NOT_FOUND`.
 */
export async function revokeKey(
  reference: KeyReference,
  context: LifecycleContext,
): Promise<KeyView> {
  const { id, referenceId } = reference;
  const now = new Date(context.clock.now());
  const revoked = await context.store.update(
    id,
    { referenceId, revokedAt: null },
    { revokedAt: now, updatedAt: now },
  );
  const record = revoked ?? (await getKey(reference, context));
  context.onChange(id);
  return withoutHash(record);
}
