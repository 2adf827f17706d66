import { type KeyRecord, type KeyView, withoutHash } from "../record/record.ts";
import { type KeyOperation, type LifecycleContext, tenantOf } from "./context.ts";
import { getKey } from "./get-key.ts";

export interface RevokeKeyInput extends KeyOperation {
  /**
   * What becomes of the key that this one was rotated into. `revoke`, the default: what came of a key
   * does not outlive it, whoever rotated it and when. `keep`: for an owner who knows of the rotation
   * and wants to end the overlap early.
   */
  readonly successor?: "revoke" | "keep" | undefined;
}

/**
 * Revokes a key for good, and what it was rotated into unless that is to be kept. The key that it was
 * rotated from is left as it is: it ends with the overlap. Revoking again changes nothing and answers
 * the key as it is.
 *
 * @throws {KeyOperationError} `KEY_NOT_FOUND`.
 */
export async function revokeKey(
  input: RevokeKeyInput,
  context: LifecycleContext,
): Promise<KeyView> {
  const revoked = await revokeOne(input, context);
  if (input.successor !== "keep") await revokeDescendants(revoked, input.by, context);
  return withoutHash(revoked);
}

/** Revokes just this key; answers it as it is then. */
async function revokeOne(reference: KeyOperation, context: LifecycleContext): Promise<KeyRecord> {
  const { id } = reference;
  const now = new Date(context.clock.now());
  const revoked = await context.changes.update(
    id,
    { ...tenantOf(reference), revokedAt: null },
    { revokedAt: now },
    () => ({ action: "revoked", by: reference.by }),
  );
  const record = revoked ?? (await getKey(reference, context));
  context.onChange(id);
  return record;
}

async function revokeDescendants(
  from: KeyRecord,
  by: KeyOperation["by"],
  context: LifecycleContext,
): Promise<void> {
  const seen = new Set([from.id]);
  let { replacedById: next } = from;
  while (next !== null && !seen.has(next)) {
    seen.add(next);
    // A successor that was deleted has gone with all that it could do.
    if ((await context.store.findById(next)) === null) return;
    ({ replacedById: next } = await revokeOne({ ...from, by, id: next }, context));
  }
}
