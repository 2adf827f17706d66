import type { Permissions } from "../access/permissions.ts";
import type { JsonObject } from "./json.ts";

/** Of the one configuration where there is just one. */
export const DEFAULT_CONFIG_ID = "default";

/** Where a key comes from: made here, or by the application or elsewhere (`imported`: found by its `lookup`); `null`: written by Better Auth's own plugin. */
export type KeyFormat = "latchkey" | "imported" | null;

/** How many requests are left, and how they are refilled. Durations in milliseconds, as in Better Auth's own plugin. */
export interface KeyQuota {
  /** `null`: no quota. */
  readonly remaining: number | null;
  readonly refillAmount: number | null;
  readonly refillInterval: number | null;
  readonly lastRefillAt: Date | null;
}

/** A limit of the key's own; `null`: the configuration says. */
export interface KeyRateLimit {
  readonly enabled: boolean | null;
  readonly max: number | null;
  /** In milliseconds. */
  readonly window: number | null;
}

export const NO_QUOTA: KeyQuota = {
  remaining: null,
  refillAmount: null,
  refillInterval: null,
  lastRefillAt: null,
};

export const NO_RATE_LIMIT: KeyRateLimit = { enabled: null, max: null, window: null };

/** What is stored about a key. The key itself never is: only its `start` and the hash of all of it. */
export interface KeyRecord {
  readonly id: string;
  readonly name: string | null;
  /** Prefix and locator, in clear: what lists show and look-ups use. */
  readonly start: string;
  /** Empty where the key has none. */
  readonly prefix: string;
  /** Of the whole key, self-describing (for bcrypt: `$2b$…`). */
  readonly hash: string;
  /** The named policy that it was made under; `null`: none. */
  readonly environment: string | null;
  /** The key that it was rotated into. */
  readonly replacedById: string | null;
  /** The key that it was rotated from. */
  readonly replacesId: string | null;
  /** The configuration whose rules it is under; with `referenceId`, the tenant that it belongs to. */
  readonly configId: string;
  /** The owner: the user or organization that the key acts for, as its configuration says. */
  readonly referenceId: string;
  /** The user who created it; `null`: the server, or nobody knows. */
  readonly createdById: string | null;
  readonly enabled: boolean;
  readonly metadata: JsonObject | null;
  /** `null`: none. */
  readonly permissions: Permissions | null;
  /** Addresses and ranges (CIDR) that it may be used from; `null`: any. */
  readonly allowedAddresses: readonly string[] | null;
  readonly format: KeyFormat;
  /** What a key is found by that has no `start` of ours, imported or of the application's making: the beginning of a digest. */
  readonly lookup: string | null;
  /** Of the hash that an import brought, so that the same key is not brought in twice. */
  readonly origin: string | null;
  /** `null`: the key does not expire. */
  readonly expiresAt: Date | null;
  /** Set once, never unset. */
  readonly revokedAt: Date | null;
  readonly quota: KeyQuota;
  readonly rateLimit: KeyRateLimit;
  /** When the key last passed verification, to within a few seconds. */
  readonly lastRequest: Date | null;
  /** From where, or from which network; `null`: not known, or not kept. */
  readonly lastAddress: string | null;
  /** What the client said that it was; `null`: nothing. */
  readonly lastClient: string | null;
  readonly createdAt: Date;
  /** Of the last change by an operation; of two changes the later has the later one. Neither use nor re-hashing counts. */
  readonly updatedAt: Date;
  /** What the audit log has still to be told of the last change; `null`: nothing. See `KeyChanges`. */
  readonly auditPending: string | null;
}

/** A record as callers may see it: all but the hash, what keys are found by, and what is on its way to the audit log. */
export type KeyView = Omit<KeyRecord, "hash" | "lookup" | "origin" | "auditPending">;

export function withoutHash(record: KeyRecord): KeyView {
  // Written out, so that all of it lies in one piece of memory: there are very many of them.
  return {
    id: record.id,
    name: record.name,
    start: record.start,
    prefix: record.prefix,
    environment: record.environment,
    replacedById: record.replacedById,
    replacesId: record.replacesId,
    configId: record.configId,
    referenceId: record.referenceId,
    createdById: record.createdById,
    enabled: record.enabled,
    metadata: record.metadata,
    permissions: record.permissions,
    allowedAddresses: record.allowedAddresses,
    format: record.format,
    expiresAt: record.expiresAt,
    revokedAt: record.revokedAt,
    quota: record.quota,
    rateLimit: record.rateLimit,
    lastRequest: record.lastRequest,
    lastAddress: record.lastAddress,
    lastClient: record.lastClient,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
  };
}
