import type { Operation } from "../audit/actor.ts";
import type { ChangeStory } from "../audit/key-changes.ts";
import { normalizeAddresses } from "../access/addresses.ts";
import type { Permissions } from "../access/permissions.ts";
import { lifetimeOfNewKey } from "../policy/expiry-policy.ts";
import { type KeyPolicy, choosePolicy } from "../policy/key-policy.ts";
import { nameOfNewKey } from "../policy/name-policy.ts";
import { expiryAfter } from "../record/expiry.ts";
import {
  type QuotaWish,
  type RateLimitWish,
  quotaOfNewKey,
  rateLimitChange,
} from "../record/quota.ts";
import { NO_RATE_LIMIT, withoutHash } from "../record/record.ts";
import { admitKey } from "./admit-key.ts";
import { type LifecycleContext, tenantOf } from "./context.ts";
import { type Grants, grantedMetadata, grantedPermissions } from "./grants.ts";
import { type CreatedKey, type KeyDescription, issueKey } from "./issue-key.ts";

export interface CreateKeyInput extends Grants, Operation {
  /** The owner's id. Nothing here says whether the caller may create keys for it: the caller must know. */
  readonly referenceId: string;
  /** `default`, unless there are several configurations. */
  readonly configId?: string | undefined;
  /** The user who creates it; none, by default. */
  readonly createdById?: string | null | undefined;
  readonly name?: string | null | undefined;
  /** One of the policy's, where it has any. Absent: the one with the prefix, or else the first. */
  readonly environment?: string | undefined;
  /** Empty by default; the environment's where there are environments. */
  readonly prefix?: string | undefined;
  /** Seconds from now; `null` for a key that does not expire. Absent: what the policy says, else `null`. */
  readonly expiresIn?: number | null | undefined;
  readonly metadata?: unknown;
  /** `Permissions`. Absent: the default ones; `null` and an empty object: none. */
  readonly permissions?: unknown;
  /** What a key gets for which no permissions are asked; not measured by what is grantable. */
  readonly defaultPermissions?: Permissions | undefined;
  /** Addresses and ranges (CIDR) that it may be used from; `null`, the default: any. */
  readonly allowedAddresses?: readonly string[] | null | undefined;
  /** How many requests it may make in all. None by default: as many as its limits let through. */
  readonly quota?: QuotaWish | undefined;
  /** A rate limit of its own. None by default: what its metadata says, or the policy. */
  readonly rateLimit?: RateLimitWish | undefined;
}

/**
 * @throws {KeyOperationError} for a configuration, name, environment, prefix, expiry, metadata,
 * permissions, addresses or quota that are not allowed, `KEY_LIMIT_REACHED`, `KEY_BUSY` or `KEY_GENERATOR_FAILED`.
 */
export async function createKey(
  input: CreateKeyInput,
  context: LifecycleContext,
): Promise<CreatedKey> {
  const { name, metadata = null, permissions, allowedAddresses = null } = input;
  const tenant = tenantOf(input);
  const policy = context.configurations.get(tenant.configId);
  const { environment, prefix, expiry } = choosePolicy(policy, input);
  const createdAt = new Date(context.clock.now());
  return issueWithin(
    policy,
    {
      ...tenant,
      createdById: input.createdById ?? null,
      environment,
      prefix,
      name: nameOfNewKey(policy.name, name),
      metadata: metadata === null ? null : grantedMetadata(metadata, input, policy),
      permissions:
        permissions === undefined
          ? (input.defaultPermissions ?? null)
          : permissionsOrNone(permissions, input),
      allowedAddresses: allowedAddresses === null ? null : normalizeAddresses(allowedAddresses),
      quota: quotaOfNewKey(input.quota ?? {}),
      rateLimit: { ...NO_RATE_LIMIT, ...rateLimitChange(input.rateLimit ?? {}) },
      expiresAt: expiryAfter(createdAt, lifetimeOfNewKey(expiry, input.expiresIn)),
      replacesId: null,
      enabled: true,
      createdAt,
    },
    { action: "created", by: input.by, whole: true },
    context,
  );
}

/**
 * Issues a key, if its owner may have one more and, where the application makes keys, there is none like
 * it. Until that is known it counts as expired: it works nowhere.
 */
async function issueWithin(
  { maxKeys, generator }: KeyPolicy,
  description: KeyDescription,
  story: ChangeStory,
  context: LifecycleContext,
): Promise<CreatedKey> {
  const { createdAt, expiresAt } = description;
  if (maxKeys === undefined && generator === undefined) {
    const { key, record } = await issueKey(description, story, context);
    return { key, record: withoutHash(record) };
  }
  const { key, record } = await issueKey({ ...description, expiresAt: createdAt }, null, context);
  try {
    const admitted = await admitKey({ record, expiresAt, story }, maxKeys, context);
    return { key, record: withoutHash(admitted) };
  } catch (error) {
    await context.changes.discard(record.id, { expiresAt: record.expiresAt });
    throw error;
  }
}

function permissionsOrNone(permissions: unknown, grants: Grants): Permissions | null {
  return permissions === null ? null : grantedPermissions(permissions, grants);
}
