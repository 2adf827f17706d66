import { KeyOperationError } from "../code/operation-error.ts";
import type { KeyChange } from "../port/key-store.ts";
import { expiryAfter } from "../record/expiry.ts";
import { normalizeMetadata } from "../record/metadata.ts";
import { normalizeName } from "../record/name.ts";
import { type KeyView, withoutHash } from "../record/record.ts";
import type { KeyReference, LifecycleContext } from "./context.ts";
import { getKey } from "./get-key.ts";

/** What is absent stays as it is. */
export interface UpdateKeyInput extends KeyReference {
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  /** Replaces all of the metadata; `null` removes it. */
  readonly metadata?: unknown;
  /** Seconds from now; `null` for no expiry. */
  readonly expiresIn?: number | null | undefined;
}

/**
 * Changes a key that has not been revoked.
 *
 * @throws {KeyOperationError} `KEY_NOT_FOUND`, `KEY_REVOKED`, `NO_VALUES_TO_UPDATE`, or for a value
 * that is not allowed. The key is then as it was.
 */
export async function updateKey(
  input: UpdateKeyInput,
  context: LifecycleContext,
): Promise<KeyView> {
  const { id, referenceId } = input;
  const change = changeOf(input, new Date(context.clock.now()));
  const updated = await context.store.update(id, { referenceId, revokedAt: null }, change);
  if (updated === null) {
    await getKey(input, context);
    // Another process may have revoked it: this one must not go on believing otherwise.
    context.onChange(id);
    throw new KeyOperationError("KEY_REVOKED");
  }
  context.onChange(id);
  return withoutHash(updated);
}

function changeOf(input: UpdateKeyInput, now: Date): KeyChange {
  const { name, enabled, metadata, expiresIn } = input;
  const change: KeyChange = {
    ...(name !== undefined && { name: normalizeName(name) }),
    ...(enabled !== undefined && { enabled }),
    ...(metadata !== undefined && {
      metadata: metadata === null ? null : normalizeMetadata(metadata),
    }),
    ...(expiresIn !== undefined && { expiresAt: expiryAfter(expiresIn, now) }),
  };
  if (Object.keys(change).length === 0) throw new KeyOperationError("NO_VALUES_TO_UPDATE");
  return { ...change, updatedAt: now };
}
