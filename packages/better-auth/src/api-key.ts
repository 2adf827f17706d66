import {
  type JsonObject,
  type KeyPolicy,
  type KeyStatus,
  type KeyView,
  type OwnerKind,
  type Permissions,
  keyStatus,
  rotationDue,
} from "@latchkey/core";

/** A key as the endpoints answer it: everything but the secret. Dates are ISO 8601 strings on the wire. */
export interface ApiKey {
  id: string;
  name: string | null;
  /** Prefix and the first 8 characters of the random string: enough to recognise a key by, useless as one. */
  start: string;
  prefix: string | null;
  /** The named policy that it was made under; `null`: none. */
  environment: string | null;
  /** The key that it was rotated into. */
  replacedById: string | null;
  /** The key that it was rotated from. */
  replacesId: string | null;
  /** When it should next be replaced, by its environment's policy; `null`: it need not be. */
  rotateAt: Date | null;
  /** The configuration that it is under. */
  configId: string;
  /** The owner's id: of a user or of an organization, as `references` says. */
  referenceId: string;
  /** What the owner is. Ids of users and of organizations can be the same. */
  references: OwnerKind;
  /** The user who created it; `null`: the server. */
  createdById: string | null;
  enabled: boolean;
  /** By the server's clock, at the moment of the answer. */
  status: KeyStatus;
  metadata: JsonObject | null;
  /** What the key may do beyond what its metadata says; `null`: nothing that takes a permission. */
  permissions: Permissions | null;
  /** Addresses and ranges (CIDR) that it may be used from; `null`: any. */
  allowedAddresses: readonly string[] | null;
  /** Requests that are left; `null`: no quota. */
  remaining: number | null;
  refillAmount: number | null;
  /** In milliseconds. */
  refillInterval: number | null;
  lastRefillAt: Date | null;
  /** A limit of the key's own; `null`: the configuration says. */
  rateLimitEnabled: boolean | null;
  rateLimitMax: number | null;
  /** In milliseconds. */
  rateLimitTimeWindow: number | null;
  /** `null`: the key does not expire. */
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** When the key was last used, to within a few seconds. */
  lastRequest: Date | null;
  /** The IP address that it was last used from, or its network; `null`: not known, or not kept. */
  lastAddress: string | null;
  /** What the client said that it was, the last time. */
  lastClient: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** The one answer that holds the key itself. */
export interface CreatedApiKey extends ApiKey {
  key: string;
}

/** One page of an owner's keys, and how many there are on all pages. */
export interface ApiKeyPage {
  apiKeys: ApiKey[];
  total: number;
  limit: number;
  offset: number;
}

/** The one answer to a rotation: the new key, and the old one as it is now. */
export interface RotatedApiKey extends CreatedApiKey {
  predecessor: ApiKey;
}

/** A record as the endpoints answer it, at `now` (milliseconds since the epoch). */
export function toApiKey(view: KeyView, now: number, policy: KeyPolicy): ApiKey {
  const { prefix, quota, rateLimit, format: _format, ...rest } = view;
  return {
    ...rest,
    ...quota,
    references: policy.references ?? "user",
    rateLimitEnabled: rateLimit.enabled,
    rateLimitMax: rateLimit.max,
    rateLimitTimeWindow: rateLimit.window,
    prefix: prefix === "" ? null : prefix,
    status: keyStatus(view, now),
    rotateAt: rotationDue(policy, view),
  };
}
