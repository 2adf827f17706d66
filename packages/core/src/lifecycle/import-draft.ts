import { normalizeAddresses } from "../access/addresses.ts";
import { normalizePermissions } from "../access/permissions.ts";
import { KeyOperationError } from "../code/operation-error.ts";
import { type ImportFormat, expectedHash, storedHash } from "../hash/import-format.ts";
import { isRawBcrypt } from "../hash/imported-bcrypt.ts";
import { sha256Of } from "../hash/sha256.ts";
import {
  MAX_START_LENGTH,
  MIN_START_LENGTH,
  lookupByDigest,
  lookupByStart,
} from "../key/fingerprint.ts";
import { assertPrefix } from "../key/prefix.ts";
import type { KeyPolicy } from "../policy/key-policy.ts";
import type { KeyDraft } from "../port/key-store.ts";
import { normalizeMetadata } from "../record/metadata.ts";
import { normalizeName } from "../record/name.ts";
import { rateLimitChange, wholeOrNull } from "../record/quota.ts";
import { type KeyQuota, type KeyRateLimit, NO_RATE_LIMIT } from "../record/record.ts";

/** A key that was hashed elsewhere, and what is known about it. Absent and `null` mean the same. */
export interface ImportKeyInput {
  readonly hash: string;
  readonly hashFormat: ImportFormat;
  /** The owner's id. */
  readonly referenceId: string;
  /** `default`, unless there are several configurations. */
  readonly configId?: string | undefined;
  readonly createdById?: string | null | undefined;
  readonly name?: string | null | undefined;
  /**
   * How the key begins, for people to recognise it by: up to 32 visible ASCII characters. A key of
   * which there is a bcrypt hash alone is found by it: 4 characters at least, and few keys that share it.
   */
  readonly start?: string | null | undefined;
  readonly prefix?: string | null | undefined;
  /** One of the configured ones. None by default: then no environment's rules hold for the key. */
  readonly environment?: string | null | undefined;
  readonly metadata?: unknown;
  /** `Permissions`. */
  readonly permissions?: unknown;
  readonly allowedAddresses?: readonly string[] | null | undefined;
  /** `true` by default. */
  readonly enabled?: boolean | null | undefined;
  readonly expiresAt?: Date | null | undefined;
  readonly revokedAt?: Date | null | undefined;
  readonly lastRequest?: Date | null | undefined;
  /** Not in the future; now, by default. */
  readonly createdAt?: Date | null | undefined;
  readonly quota?: Partial<KeyQuota> | undefined;
  readonly rateLimit?: Partial<KeyRateLimit> | undefined;
}

/** The tenant, the configuration's rules and the moment (milliseconds since the epoch) of an import. */
export interface ImportSetting {
  readonly configId: string;
  readonly referenceId: string;
  readonly policy: KeyPolicy;
  readonly now: number;
}

/** @throws {KeyOperationError} for whatever cannot be stored, with what is allowed. */
export function importDraft(input: ImportKeyInput, setting: ImportSetting): KeyDraft {
  const { name, metadata, permissions, allowedAddresses, prefix } = input;
  const { configId, referenceId, policy, now } = setting;
  const hash = hashOf(input);
  const start = startOf(input, hash);
  assertPrefix(prefix ?? "");
  const createdAt = moment("createdAt", input.createdAt) ?? new Date(now);
  if (createdAt.getTime() > now) throw invalidDate("createdAt", "lies in the future");
  return {
    configId,
    referenceId,
    createdById: input.createdById ?? null,
    format: "imported",
    hash,
    lookup: isRawBcrypt(hash) ? lookupByStart(start) : lookupByDigest(hash),
    origin: originOf(hash),
    start,
    prefix: prefix ?? "",
    name: isGiven(name) ? normalizeName(name) : null,
    environment: environmentOf(input, policy),
    metadata: isGiven(metadata) ? normalizeMetadata(metadata) : null,
    permissions: isGiven(permissions) ? normalizePermissions(permissions) : null,
    allowedAddresses: isGiven(allowedAddresses) ? normalizeAddresses(allowedAddresses) : null,
    quota: quotaOf(input),
    rateLimit: { ...NO_RATE_LIMIT, ...rateLimitChange(input.rateLimit ?? {}) },
    enabled: input.enabled ?? true,
    expiresAt: moment("expiresAt", input.expiresAt),
    revokedAt: moment("revokedAt", input.revokedAt),
    lastRequest: moment("lastRequest", input.lastRequest),
    lastAddress: null,
    lastClient: null,
    replacedById: null,
    replacesId: null,
    createdAt,
    updatedAt: new Date(now),
  };
}

/** What an imported key is known by, whatever becomes of its hash: two imports of one hash have one origin. */
function originOf(hash: string): string {
  return sha256Of(hash);
}

function hashOf({ hash, hashFormat }: ImportKeyInput): string {
  const stored = storedHash(hash, hashFormat);
  if (stored !== null) return stored;
  throw new KeyOperationError(
    "INVALID_HASH",
    `The hash is no ${hashFormat}: it must be ${expectedHash(hashFormat)}.`,
  );
}

function startOf({ start }: ImportKeyInput, hash: string): string {
  const given = start ?? "";
  const shortest = isRawBcrypt(hash) ? MIN_START_LENGTH : 0;
  if (given.length < shortest || given.length > MAX_START_LENGTH || !/^[!-~]*$/.test(given)) {
    throw new KeyOperationError(
      "INVALID_START",
      shortest > 0
        ? `start must be the ${shortest} to ${MAX_START_LENGTH} characters (visible ASCII) that the key begins with: a key with a bcrypt hash is found by nothing else.`
        : `start may have up to ${MAX_START_LENGTH} characters (visible ASCII).`,
    );
  }
  if (sha256Of(given) === hash) {
    throw new KeyOperationError(
      "INVALID_START",
      "start is the whole key; give its beginning only.",
    );
  }
  return given;
}

function environmentOf({ environment }: ImportKeyInput, policy: KeyPolicy): string | null {
  if (!isGiven(environment)) return null;
  const names = Object.keys(policy.environments ?? {});
  if (names.includes(environment)) return environment;
  throw new KeyOperationError(
    "INVALID_ENVIRONMENT",
    names.length === 0
      ? "No environments are configured; leave environment out."
      : `There is no such environment; there are: ${names.join(", ")}.`,
  );
}

function quotaOf({ quota = {} }: ImportKeyInput): KeyQuota {
  return {
    remaining: wholeOrNull("remaining", quota.remaining),
    refillAmount: wholeOrNull("refillAmount", quota.refillAmount),
    refillInterval: wholeOrNull("refillInterval", quota.refillInterval),
    lastRefillAt: moment("lastRefillAt", quota.lastRefillAt),
  };
}

function moment(field: string, value: Date | null | undefined): Date | null {
  if (!isGiven(value)) return null;
  if (Number.isNaN(value.getTime())) throw invalidDate(field, "is no date");
  return value;
}

function invalidDate(field: string, what: string): KeyOperationError {
  return new KeyOperationError("INVALID_DATE", `${field} ${what}.`);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
