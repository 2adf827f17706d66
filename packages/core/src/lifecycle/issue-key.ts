import type { ChangeStory } from "../audit/key-changes.ts";
import type { KeyDraft } from "../port/key-store.ts";
import type { KeyRecord, KeyView } from "../record/record.ts";
import type { LifecycleContext } from "./context.ts";
import { assertAlone, makeKey } from "./make-key.ts";

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

/**
 * Makes a key and stores its record. What is allowed has been seen to. Without a story, it is told later:
 * then the record must be one whose key does not work yet, as it must where there is a generator.
 *
 * @throws {KeyOperationError} `KEY_GENERATOR_FAILED`. No record is left then.
 */
export async function issueKey(
  description: KeyDescription,
  story: ChangeStory | null,
  context: LifecycleContext,
): Promise<IssuedKey> {
  const { changes, hasher, configurations } = context;
  const { generator } = configurations.get(description.configId);
  const made = await makeKey(description.prefix, generator, context);
  const { key, ...origin } = made;
  const record = await changes.insert(
    {
      ...description,
      ...origin,
      hash: await hasher.hash(key),
      replacedById: null,
      revokedAt: null,
      lastRequest: null,
      lastAddress: null,
      lastClient: null,
      updatedAt: description.createdAt,
    },
    story,
  );
  if (generator === undefined) return { key, record };
  try {
    await assertAlone(made, record, context);
  } catch (error) {
    await changes.discard(record.id);
    throw error;
  }
  return { key, record };
}
