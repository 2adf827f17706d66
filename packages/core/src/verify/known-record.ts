import { type AddressList, addressList } from "../access/addresses.ts";
import { effectivePermissions } from "../access/effective.ts";
import type { Permissions } from "../access/permissions.ts";
import type { LimitRule } from "../limit/limit-rule.ts";
import type { KeyPolicy } from "../policy/key-policy.ts";
import { limitsOf } from "../policy/rate-limit-policy.ts";
import type { OwnerKind } from "../port/owner-directory.ts";
import type { JsonValue } from "../record/json.ts";
import { type KeyRecord, type KeyView, withoutHash } from "../record/record.ts";

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

/** `policy`: of the configuration that the record is under. */
export function knownRecord(record: KeyRecord, policy: KeyPolicy): KnownRecord {
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

function freezeJson(value: JsonValue): void {
  if (typeof value !== "object" || value === null) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeJson(member);
}
