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
  type KeyRateLimit,
  type KeyRecord,
  type KeyView,
  NO_QUOTA,
  NO_RATE_LIMIT,
  withoutHash,
} from "../record/record.ts";
import { SharedValues } from "./shared-values.ts";

/** A record as the verifier remembers it. One `view` is handed to many callers: it is frozen. */
export interface KnownRecord {
  readonly hash: string;
  readonly view: KeyView;
  readonly rules: KeyRules;
}

/** What verifications go by, made of a record and its configuration. Most keys share theirs with others. */
export interface KeyRules {
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
 * @param proven strings of the key that it is of, which are taken instead of others that say the same.
 */
export function knownRecord(
  read: KeyRecord,
  policy: KeyPolicy,
  proven: Pick<KeyRecord, "id" | "hash" | "referenceId">,
): KnownRecord {
  const record = { ...read, ...sharedParts(read, proven) };
  const { metadata, permissions, allowedAddresses, quota, rateLimit } = record;
  for (const part of [metadata, permissions, allowedAddresses]) freezeJson(part);
  Object.freeze(quota);
  Object.freeze(rateLimit);
  const effective = effectivePermissions(record, policy);
  freezeJson(effective);
  const rules = sharedRules({
    ownerKind: policy.references ?? "user",
    permissions: effective,
    addresses: allowedAddresses === null ? null : addressList(allowedAddresses),
    hasQuota: quota.remaining !== null,
    limits: limitsOf(record, policy),
  });
  return { hash: record.hash, view: Object.freeze(withoutHash(record)), rules };
}

/** By their list of limits, which keys share that have the same. */
const rulesByLimits = new WeakMap<readonly LimitRule[], SharedValues<KeyRules>>();

function sharedRules(rules: KeyRules): KeyRules {
  const { ownerKind, permissions, addresses, hasQuota, limits } = rules;
  if (permissions !== null || addresses !== null) return rules;
  const known = rulesByLimits.get(limits) ?? new SharedValues<KeyRules>();
  rulesByLimits.set(limits, known);
  return known.share(`${ownerKind}/${hasQuota}`, rules);
}

const words = new SharedValues<string>();
const word = (text: string): string => words.share(text, text);
const rateLimits = new SharedValues<KeyRateLimit>();

/** The same id as is given, as one string for all keys of an owner. */
export type OwnerName = (referenceId: string, kind: OwnerKind) => string;

/** The same by the record's own configuration; `null` where there is no such configuration, or no record. */
export function knownIn(
  configurations: Configurations,
  record: KeyRecord | null,
  { id, hash }: Pick<KeyRecord, "id" | "hash">,
  ownerName: OwnerName,
): KnownRecord | null {
  if (record === null) return null;
  const policy = configurations.find(record.configId);
  // Without its configuration nothing says what the key may do: it is as good as none.
  if (policy === undefined) return null;
  const referenceId = ownerName(record.referenceId, policy.references ?? "user");
  return knownRecord(record, policy, { id, hash, referenceId });
}

/** What of a record there is already elsewhere: kept once, since very many are remembered. */
function sharedParts(
  record: KeyRecord,
  proven: Pick<KeyRecord, "id" | "hash" | "referenceId">,
): Partial<KeyRecord> {
  const { quota, rateLimit, createdAt, updatedAt } = record;
  const { remaining, refillAmount, refillInterval, lastRefillAt } = quota;
  const { enabled, max, window } = rateLimit;
  return {
    configId: word(record.configId),
    prefix: word(record.prefix),
    ...(record.environment !== null && { environment: word(record.environment) }),
    ...(record.format !== null && { format: FORMATS[record.format] }),
    ...(record.id === proven.id && { id: proven.id }),
    ...(record.hash === proven.hash && { hash: proven.hash }),
    ...(record.referenceId === proven.referenceId && { referenceId: proven.referenceId }),
    ...(record.createdById === proven.referenceId && { createdById: proven.referenceId }),
    ...(updatedAt.getTime() === createdAt.getTime() && { updatedAt: createdAt }),
    ...((remaining ?? refillAmount ?? refillInterval ?? lastRefillAt) === null && {
      quota: NO_QUOTA,
    }),
    rateLimit:
      (enabled ?? max ?? window) === null
        ? NO_RATE_LIMIT
        : rateLimits.share(`${enabled}/${max}/${window}`, { enabled, max, window }),
  };
}

/** Literals, of which there is one each. */
const FORMATS = { latchkey: "latchkey", imported: "imported" } as const;

function freezeJson(value: JsonValue): void {
  if (typeof value !== "object" || value === null) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeJson(member);
}
