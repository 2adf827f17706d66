import { generateKey } from "../key/generate.ts";
import type { ChangeStory } from "../audit/key-changes.ts";
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

/** Makes a key and stores its record. What is allowed has been seen to. Without a story, it is told later. */
export async function issueKey(
  description: KeyDescription,
  story: ChangeStory | null,
  { changes, hasher, random }: LifecycleContext,
): Promise<IssuedKey> {
  const { key, start } = generateKey(description.prefix, random);
  const draft = {
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
  } as const;
  return { key, record: await changes.insert(draft, story) };
}
