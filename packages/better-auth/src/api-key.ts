import {
  type JsonObject,
  type KeyPolicy,
  type KeyStatus,
  type KeyView,
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
  /** The owner's id. */
  referenceId: string;
  enabled: boolean;
  /** By the server's clock, at the moment of the answer. */
  status: KeyStatus;
  metadata: JsonObject | null;
  /** `null`: the key does not expire. */
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** When the key was last used, to within a few seconds. */
  lastRequest: Date | null;
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
  const { prefix, ...rest } = view;
  return {
    ...rest,
    prefix: prefix === "" ? null : prefix,
    status: keyStatus(view, now),
    rotateAt: rotationDue(policy, view),
  };
}
