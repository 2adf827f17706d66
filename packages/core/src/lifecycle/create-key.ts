import { generateKey } from "../key/generate.ts";
import { assertPrefix } from "../key/prefix.ts";
import { expiryAfter } from "../record/expiry.ts";
import { normalizeMetadata } from "../record/metadata.ts";
import { normalizeName } from "../record/name.ts";
import { type KeyView, withoutHash } from "../record/record.ts";
import type { LifecycleContext } from "./context.ts";

export interface CreateKeyInput {
  /** The owner's id. Nothing here says whether the caller may create keys for it: the caller must know. */
  readonly referenceId: string;
  readonly name?: string | null | undefined;
  /** Empty by default. */
  readonly prefix?: string | undefined;
  /** Seconds from now; `null`, the default, for a key that does not expire. */
  readonly expiresIn?: number | null | undefined;
  readonly metadata?: unknown;
}

export interface CreatedKey {
  /** The whole key. This is the only time it is seen. */
  readonly key: string;
  readonly record: KeyView;
}

/** @throws {KeyOperationError} for a name, prefix, expiry or metadata that is not allowed. */
export async function createKey(
  input: CreateKeyInput,
  { store, hasher, clock, random }: LifecycleContext,
): Promise<CreatedKey> {
  const { referenceId, name = null, prefix = "", expiresIn = null, metadata = null } = input;
  assertPrefix(prefix);
  const now = new Date(clock.now());
  const described = {
    referenceId,
    prefix,
    name: name === null ? null : normalizeName(name),
    metadata: metadata === null ? null : normalizeMetadata(metadata),
    expiresAt: expiryAfter(expiresIn, now),
  };
  const { key, start } = generateKey(prefix, random);
  const record = await store.insert({
    ...described,
    start,
    hash: await hasher.hash(key),
    enabled: true,
    revokedAt: null,
    lastRequest: null,
    createdAt: now,
    updatedAt: now,
  });
  return { key, record: withoutHash(record) };
}
