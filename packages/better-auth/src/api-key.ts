import { type JsonObject, type KeyStatus, type KeyView, keyStatus } from "@latchkey/core";

/** A key as the endpoints answer it: everything but the secret. Dates are ISO 8601 strings on the wire. */
export interface ApiKey {
  id: string;
  name: string | null;
  /** Prefix and the first 8 characters of the random string: enough to recognise a key by, useless as one. */
  start: string;
  prefix: string | null;
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

/** A record as the endpoints answer it, at `now` (milliseconds since the epoch). */
export function toApiKey(view: KeyView, now: number): ApiKey {
  const { prefix, ...rest } = view;
  return { ...rest, prefix: prefix === "" ? null : prefix, status: keyStatus(view, now) };
}
