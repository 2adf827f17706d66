import { normalizeAddresses } from "../access/addresses.ts";
import type { ChangeStory } from "../audit/key-changes.ts";
import { KeyOperationError } from "../code/operation-error.ts";
import type { KeyChange } from "../port/key-store.ts";
import { lifetimeOfOldKey } from "../policy/expiry-policy.ts";
import { expiryFor } from "../policy/key-policy.ts";
import { nameUnder } from "../policy/name-policy.ts";
import { expiryAfter } from "../record/expiry.ts";
import {
  type QuotaWish,
  type RateLimitWish,
  quotaChange,
  rateLimitChange,
} from "../record/quota.ts";
import { type KeyQuota, type KeyRecord, type KeyView, withoutHash } from "../record/record.ts";
import { admitKey } from "./admit-key.ts";
import {
  type KeyOperation,
  type KeyReference,
  type LifecycleContext,
  tenantOf,
} from "./context.ts";
import { getKey } from "./get-key.ts";
import { type Grants, grantedMetadata, grantedPermissions } from "./grants.ts";

/** What is absent stays as it is. */
export interface UpdateKeyInput extends KeyOperation, Grants {
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  /** Replaces all of the metadata; `null` removes it. */
  readonly metadata?: unknown;
  /** Replaces all of the permissions (see `Permissions`); `null` removes them. */
  readonly permissions?: unknown;
  /** Replaces the whole list; `null` removes it, so that the key may be used from any address. */
  readonly allowedAddresses?: readonly string[] | null | undefined;
  /** Seconds from now; `null` for no expiry. */
  readonly expiresIn?: number | null | undefined;
  /** Changes what it names of the quota. See `quotaChange`. */
  readonly quota?: QuotaWish | undefined;
  /** Changes what it names of the key's own rate limit. */
  readonly rateLimit?: RateLimitWish | undefined;
}

/**
 * Changes a key that has not been revoked. The expiry of one that has been replaced is the end of its
 * overlap and stays.
 *
 * @throws {KeyOperationError} `KEY_NOT_FOUND`, `KEY_REVOKED`, `KEY_REPLACED`, `NO_VALUES_TO_UPDATE`,
 * `KEY_LIMIT_REACHED` for an expired key that would live again, or for a value that is not allowed.
 * The key is then as it was.
 */
export async function updateKey(
  input: UpdateKeyInput,
  context: LifecycleContext,
): Promise<KeyView> {
  const { id } = input;
  const change = await changeOf(input, context);
  if (change.expiresAt !== undefined) await revive(input, change.expiresAt, context);
  const guard = {
    ...tenantOf(input),
    revokedAt: null,
    ...(change.expiresAt !== undefined && { replacedById: null }),
  };
  const updated = await context.changes.update(id, guard, change, (before) =>
    storyOf(before, input),
  );
  if (updated === null) {
    const { revokedAt } = await getKey(input, context);
    // Another process may have changed it: this one must not go on believing otherwise.
    context.onChange(id);
    throw new KeyOperationError(revokedAt === null ? "KEY_REPLACED" : "KEY_REVOKED");
  }
  context.onChange(id);
  return withoutHash(updated);
}

/** In milliseconds. A key that expires within it may have expired when a change reaches the store. */
const REVIVAL_MARGIN = 60_000;

/** A key that has expired, and is to live on, takes a place among its owner's live keys again. */
async function revive(
  reference: KeyOperation,
  expiresAt: Date | null,
  context: LifecycleContext,
): Promise<void> {
  const { configurations, clock } = context;
  const { maxKeys } = configurations.get(tenantOf(reference).configId);
  if (maxKeys === undefined) return;
  const record = await getKey(reference, context);
  const lives =
    record.expiresAt === null || record.expiresAt.getTime() > clock.now() + REVIVAL_MARGIN;
  if (lives || record.revokedAt !== null || record.replacedById !== null) return;
  await admitKey(
    { record, expiresAt, story: { action: "updated", by: reference.by } },
    maxKeys,
    context,
  );
}

async function changeOf(input: UpdateKeyInput, context: LifecycleContext): Promise<KeyChange> {
  const { name, enabled, metadata, permissions, allowedAddresses, expiresIn } = input;
  const { quota, rateLimit } = input;
  const policy = context.configurations.get(tenantOf(input).configId);
  const change: KeyChange = {
    ...(name !== undefined && { name: nameUnder(policy.name, name) }),
    ...(enabled !== undefined && { enabled }),
    ...(metadata !== undefined && {
      metadata: metadata === null ? null : grantedMetadata(metadata, input, policy),
    }),
    ...(permissions !== undefined && {
      permissions: permissions === null ? null : grantedPermissions(permissions, input),
    }),
    ...(allowedAddresses !== undefined && {
      allowedAddresses: allowedAddresses === null ? null : normalizeAddresses(allowedAddresses),
    }),
    ...(expiresIn !== undefined && { expiresAt: await newExpiry(input, expiresIn, context) }),
    ...(quota !== undefined && { quota: await newQuota(input, quota, context) }),
    ...(rateLimit !== undefined && { rateLimit: rateLimitChange(rateLimit) }),
  };
  if (Object.keys(change).length === 0) throw new KeyOperationError("NO_VALUES_TO_UPDATE");
  return change;
}

/** Switching a key on or off has words of its own, whatever else changes with it. */
function storyOf(before: KeyRecord, { enabled = before.enabled, by }: UpdateKeyInput): ChangeStory {
  if (enabled === before.enabled) return { action: "updated", by };
  return { action: enabled ? "enabled" : "disabled", by };
}

async function newQuota(
  reference: KeyReference,
  wish: QuotaWish,
  { store, clock }: LifecycleContext,
): Promise<Partial<KeyQuota>> {
  const { quota } = await getKey(reference, { store });
  return quotaChange(wish, quota, new Date(clock.now()));
}

async function newExpiry(
  reference: KeyReference,
  expiresIn: number | null,
  { store, clock, configurations }: LifecycleContext,
): Promise<Date | null> {
  const { configId, environment, createdAt } = await getKey(reference, { store });
  const policy = configurations.get(configId);
  const age = (clock.now() - createdAt.getTime()) / 1_000;
  const lifetime = lifetimeOfOldKey(expiryFor(policy, environment), expiresIn, age);
  return expiryAfter(createdAt, lifetime);
}
