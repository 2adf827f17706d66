import { generateKey } from "../key/generate.ts";
import type { KeyDraft } from "../port/key-store.ts";
import type { KeyRecord, KeyView } from "../record/record.ts";
import type { LifecycleContext } from "./context.ts";

export interface CreatedKey {
  /** The whole key. This is the only time it is seen. */
  readonly key: string;
  readonly record: KeyView;
}

/** Everything about a new key but the key. */
export type KeyDescription = Pick<
  KeyDraft,
  | "configId"
  | "referenceId"
  | "createdById"
  | "environment"
  | "prefix"
  | "name"
  | "metadata"
  | "permissions"
  | "allowedAddresses"
  | "quota"
  | "rateLimit"
  | "expiresAt"
  | "replacesId"
  | "enabled"
  | "createdAt"
>;

export interface IssuedKey {
  readonly key: string;
  readonly record: KeyRecord;
}

/** Makes a key and stores its record. What is allowed has been seen to. */
export async function issueKey(
  description: KeyDescription,
  { store, hasher, random }: LifecycleContext,
): Promise<IssuedKey> {
  const { key, start } = generateKey(description.prefix, random);
  const record = await store.insert({
    ...description,
    start,
    hash: await hasher.hash(key),
    format: "latchkey",
    lookup: null,
    origin: null,
    replacedById: null,
    revokedAt: null,
    lastRequest: null,
    updatedAt: description.createdAt,
  });
  return { key, record };
}
