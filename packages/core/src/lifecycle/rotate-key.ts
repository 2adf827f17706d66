import type { Operation } from "../audit/actor.ts";
import { effectivePermissions } from "../access/effective.ts";
import { KeyOperationError } from "../code/operation-error.ts";
import { isLegalPrefix } from "../key/prefix.ts";
import { lifetimeOfSuccessor } from "../policy/expiry-policy.ts";
import { expiryFor, overlapUnder } from "../policy/key-policy.ts";
import { expiryAfter } from "../record/expiry.ts";
import { type KeyRecord, type KeyView, withoutHash } from "../record/record.ts";
import { keyStatus } from "../record/status.ts";
import { type KeyOperation, type LifecycleContext, tenantOf } from "./context.ts";
import { getKey } from "./get-key.ts";
import { type Grants, assertGrantable } from "./grants.ts";
import { type CreatedKey, type KeyDescription, issueKey } from "./issue-key.ts";

export interface RotateKeyInput extends KeyOperation, Grants {
  /** Seconds for which both keys work. The policy's default if absent, a day where that says nothing. */
  readonly overlap?: number | undefined;
  /** The user who rotates it, and so holds the successor. Absent: as of the key. */
  readonly createdById?: string | undefined;
}

export interface RotatedKey extends CreatedKey {
  /** The key that was replaced, as it is now. */
  readonly predecessor: KeyView;
}

/** How often a rotation starts over because others change the key meanwhile. */
const MAX_ATTEMPTS = 3;

/**
 * Replaces a key by a new one with the same name, metadata, environment, prefix and length of life.
 * The old one works until the overlap ends, never longer than it would have, and then expires.
 *
 * The new key is stored switched off; then the old one is bound to it, if nothing was done to it since
 * it was read; then the new one is switched on, if it was not revoked meanwhile. So a revocation of the
 * old key either stops the rotation or finds the new key and takes it along. A process that dies in
 * between leaves a new key that is off and that nobody knows; the old one can be rotated again.
 *
 * @throws {KeyOperationError} `KEY_NOT_FOUND`, `KEY_REVOKED`, `KEY_REPLACED`, `KEY_NOT_ACTIVE` (disabled
 * or expired), `KEY_BUSY`, `INVALID_OVERLAP`, `PERMISSIONS_NOT_GRANTABLE` or `KEY_GENERATOR_FAILED`. No new key works then.
 */
export async function rotateKey(
  input: RotateKeyInput,
  context: LifecycleContext,
): Promise<RotatedKey> {
  const { configId } = tenantOf(input);
  const overlap = overlapUnder(context.configurations.get(configId), input.overlap);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { current, heir } = await readRotatable(input, context);
    assertSuccessorGrantable(current, input, context);
    const issued = await issueKey(
      { ...successorOf(current, heir, context), ...createdBy(input) },
      null,
      context,
    );
    const predecessor = await bind(
      { ...current, by: input.by },
      issued.record.id,
      overlap,
      context,
    );
    if (predecessor !== null) {
      const record = await switchOn(issued.record, input, context);
      return { key: issued.key, record, predecessor: withoutHash(predecessor) };
    }
    await context.changes.discard(issued.record.id);
  }
  throw new KeyOperationError("KEY_BUSY");
}

/** How often the quota of a key may be spent from between reading it and binding the key. */
const MAX_SPENDINGS = 50;

/** A key that may be rotated, and what is left of an earlier attempt to. */
interface Rotatable {
  readonly current: KeyRecord;
  readonly heir: KeyRecord | null;
}

async function readRotatable(input: KeyOperation, context: LifecycleContext): Promise<Rotatable> {
  const current = await getKey(input, context);
  const now = context.clock.now();
  const status = keyStatus(current, now);
  if (status === "revoked") throw new KeyOperationError("KEY_REVOKED");
  if (status !== "active") throw new KeyOperationError("KEY_NOT_ACTIVE");
  if (current.replacedById === null) return { current, heir: null };
  const heir = await context.store.findById(current.replacedById);
  if (heir !== null) await outlive({ ...heir, by: input.by }, context);
  return { current, heir };
}

/**
 * Makes sure that an earlier successor will never work: another rotation may be about to switch it
 * on, and exactly one of the two must get its way.
 */
async function outlive(
  heir: KeyRecord & Operation,
  { changes, clock, onChange }: LifecycleContext,
): Promise<void> {
  const now = clock.now();
  const { id, enabled, by } = heir;
  if (keyStatus(heir, now) === "active") throw new KeyOperationError("KEY_REPLACED");
  if (heir.revokedAt !== null) return;
  const guard = { ...tenantOf(heir), enabled, revokedAt: null };
  const outlived = await changes.update(id, guard, { revokedAt: new Date(now) }, () => ({
    action: "revoked",
    by,
  }));
  onChange(id);
  if (outlived === null) throw new KeyOperationError("KEY_REPLACED");
}

/** Whoever rotates a key holds its successor: they must be able to grant all that it may do. */
function assertSuccessorGrantable(
  current: KeyRecord,
  { grantable }: Grants,
  { configurations }: LifecycleContext,
): void {
  const policy = configurations.get(current.configId);
  assertGrantable(effectivePermissions(current, policy) ?? {}, grantable);
}

function successorOf(
  current: KeyRecord,
  heir: KeyRecord | null,
  { clock, configurations }: LifecycleContext,
): KeyDescription {
  const { environment, prefix, name, metadata, permissions, allowedAddresses } = current;
  const policy = configurations.get(current.configId);
  const createdAt = new Date(clock.now());
  const expiry = expiryFor(policy, environment);
  // The expiry of a key that was bound before is the end of its overlap; its heir has the real one.
  const model = current.replacedById === null ? current : heir;
  const lifetime = model === null ? expiry.default : lifetimeOf(model);
  return {
    ...tenantOf(current),
    createdById: current.createdById,
    environment,
    // A key from elsewhere may begin with what no key of ours can.
    prefix: isLegalPrefix(prefix) ? prefix : "",
    name,
    metadata,
    permissions,
    allowedAddresses,
    // What it had left went to the key that it was bound to.
    quota: (current.replacedById === null ? current : (heir ?? current)).quota,
    rateLimit: current.rateLimit,
    expiresAt: expiryAfter(createdAt, lifetimeOfSuccessor(expiry, lifetime)),
    replacesId: current.id,
    enabled: false,
    createdAt,
  };
}

function createdBy({ createdById }: RotateKeyInput): Partial<Pick<KeyDescription, "createdById">> {
  return createdById === undefined ? {} : { createdById };
}

function lifetimeOf({ createdAt, expiresAt }: KeyRecord): number | null {
  return expiresAt === null ? null : (expiresAt.getTime() - createdAt.getTime()) / 1_000;
}

/**
 * Binds the old key to the new one; `null` if something was done to it since it was read. From then on both
 * spend the new one's quota, which has what the old one had left: whatever is spent meanwhile is seen.
 */
async function bind(
  current: KeyRecord & Operation,
  successorId: string,
  overlap: number,
  { store, changes, clock, onChange }: LifecycleContext,
): Promise<KeyRecord | null> {
  const { id, replacedById, updatedAt, expiresAt, by } = current;
  const end = new Date(clock.now() + overlap * 1_000);
  let { quota } = current;
  for (let attempt = 0; attempt < MAX_SPENDINGS; attempt += 1) {
    const { remaining, lastRefillAt } = quota;
    const moving = replacedById === null ? { remaining, lastRefillAt } : {};
    const bound = await changes.update(
      id,
      { ...tenantOf(current), revokedAt: null, replacedById, updatedAt, ...moving },
      {
        replacedById: successorId,
        expiresAt: expiresAt !== null && expiresAt < end ? expiresAt : end,
        ...(remaining !== null && { quota: { remaining: 0 } }),
      },
      () => ({ action: "rotated", by }),
    );
    onChange(id);
    if (bound !== null) return bound;
    const now = await store.findById(id);
    if (now === null || now.updatedAt.getTime() !== updatedAt.getTime()) return null;
    quota = now.quota;
    await store.update(successorId, {}, { quota });
  }
  return null;
}

async function switchOn(
  successor: KeyView,
  predecessor: KeyOperation,
  context: LifecycleContext,
): Promise<KeyView> {
  const { id } = successor;
  const guard = { ...tenantOf(successor), revokedAt: null };
  const on = await context.changes.update(id, guard, { enabled: true }, () => ({
    action: "created",
    by: predecessor.by,
    whole: true,
  }));
  context.onChange(id);
  if (on !== null) return withoutHash(on);
  // Whoever revoked the old key, or rotated it once more, has taken this one along.
  const { revokedAt } = await getKey(predecessor, context);
  throw new KeyOperationError(revokedAt === null ? "KEY_REPLACED" : "KEY_REVOKED");
}
