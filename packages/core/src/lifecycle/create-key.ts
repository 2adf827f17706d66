import { lifetimeOfNewKey } from "../policy/expiry-policy.ts";
import { choosePolicy } from "../policy/key-policy.ts";
import { expiryAfter } from "../record/expiry.ts";
import { normalizeMetadata } from "../record/metadata.ts";
import { normalizeName } from "../record/name.ts";
import type { LifecycleContext } from "./context.ts";
import { type CreatedKey, issueKey } from "./issue-key.ts";

export interface CreateKeyInput {
  /** The owner's id. Nothing here says whether the caller may create keys for it: the caller must know. */
  readonly referenceId: string;
  readonly name?: string | null | undefined;
  /** One of the policy's, where it has any. Absent: the one with the prefix, or else the first. */
  readonly environment?: string | undefined;
  /** Empty by default; the environment's where there are environments. */
  readonly prefix?: string | undefined;
  /** Seconds from now; `null` for a key that does not expire. Absent: what the policy says, else `null`. */
  readonly expiresIn?: number | null | undefined;
  readonly metadata?: unknown;
}

/** @throws {KeyOperationError} for a name, environment, prefix, expiry or metadata that is not allowed. */
export async function createKey(
  input: CreateKeyInput,
  context: LifecycleContext,
): Promise<CreatedKey> {
  const { referenceId, name = null, metadata = null } = input;
  const { environment, prefix, expiry } = choosePolicy(context.policy, input);
  const createdAt = new Date(context.clock.now());
  return issueKey(
    {
      referenceId,
      environment,
      prefix,
      name: name === null ? null : normalizeName(name),
      metadata: metadata === null ? null : normalizeMetadata(metadata),
      expiresAt: expiryAfter(createdAt, lifetimeOfNewKey(expiry, input.expiresIn)),
      replacesId: null,
      enabled: true,
      createdAt,
    },
    context,
  );
}
