import { type AddressList, addressList } from "../access/addresses.ts";
import { effectivePermissions } from "../access/effective.ts";
import type { Permissions } from "../access/permissions.ts";
import type { LimitRule } from "../limit/limit-rule.ts";
import type { Configurations } from "../policy/configurations.ts";
import type { KeyPolicy } from "../policy/key-policy.ts";
import { limitsOf } from "../policy/rate-limit-policy.ts";
import type { OwnerKind } from "../port/owner-directory.ts";
import type { JsonValue } from "../record/json.ts";
import {
  type KeyRecord,
  type KeyView,
  NO_QUOTA,
  NO_RATE_LIMIT,
  withoutHash,
} from "../record/record.ts";

/** A record as the verifier remembers it. One `view` is handed to many callers: it is frozen. */
export interface KnownRecord {
  readonly hash: string;
  readonly view: KeyView;
  /** What its owner is. */
  readonly ownerKind: OwnerKind;
  /** What the key may do by all that grants it something. */
  readonly permissions: Permissions | null;
  /** `null`: any address will do. */
  readonly addresses: AddressList | null;
  /** Whether `remaining` says how many requests are left. */
  readonly hasQuota: boolean;
  /** What requests are counted against. */
  readonly limits: readonly LimitRule[];
}

/**
 * @param policy of the configuration that the record is under.
 * @param proven the key that it is of, whose strings are taken instead of others that say the same.
 */
export function knownRecord(
  read: KeyRecord,
  policy: KeyPolicy,
  proven: { readonly id: string; readonly hash: string },
): KnownRecord {
  const record = { ...read, ...sharedParts(read, proven) };
  const { metadata, permissions, allowedAddresses, quota, rateLimit } = record;
  for (const part of [metadata, permissions, allowedAddresses]) freezeJson(part);
  Object.freeze(quota);
  Object.freeze(rateLimit);
  const effective = effectivePermissions(record, policy);
  freezeJson(effective);
  return {
    hash: record.hash,
    view: Object.freeze(withoutHash(record)),
    ownerKind: policy.references ?? "user",
    permissions: effective,
    addresses: allowedAddresses === null ? null : addressList(allowedAddresses),
    hasQuota: quota.remaining !== null,
    limits: limitsOf(record, policy),
  };
}

/** The same by the record's own configuration; `null` where there is no such configuration, or no record. */
export function knownIn(
  configurations: Configurations,
  record: KeyRecord | null,
  proven: { readonly id: string; readonly hash: string },
): KnownRecord | null {
  // Without its configuration nothing says what the key may do: it is as good as none.
  const policy = record === null ? undefined : configurations.find(record.configId);
  return record === null || policy === undefined ? null : knownRecord(record, policy, proven);
}

/** What of a record there is already elsewhere: kept once, since very many are remembered. */
function sharedParts(
  record: KeyRecord,
  proven: { readonly id: string; readonly hash: string },
): Partial<KeyRecord> {
  const { quota, rateLimit, createdAt, updatedAt } = record;
  const { remaining, refillAmount, refillInterval, lastRefillAt } = quota;
  const { enabled, max, window } = rateLimit;
  return {
    ...(record.id === proven.id && { id: proven.id }),
    ...(record.hash === proven.hash && { hash: proven.hash }),
    ...(record.createdById === record.referenceId && { createdById: record.referenceId }),
    ...(updatedAt.getTime() === createdAt.getTime() && { updatedAt: createdAt }),
    ...((remaining ?? refillAmount ?? refillInterval ?? lastRefillAt) === null && {
      quota: NO_QUOTA,
    }),
    ...((enabled ?? max ?? window) === null && { rateLimit: NO_RATE_LIMIT }),
  };
}

function freezeJson(value: JsonValue): void {
  if (typeof value !== "object" || value === null) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeJson(member);
}
