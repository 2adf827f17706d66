import {
  DEFAULT_CONFIG_ID,
  type KeyDraft,
  type KeyRateLimit,
  NO_QUOTA,
  generateKey,
  systemRandom,
} from "@latchkey/core";

export const PREFIX = "sk_live_";

/** On, and counted, and never reached: what is measured is a request that is let through. */
export const GENEROUS_LIMIT: KeyRateLimit = { enabled: true, max: 2_147_483_647, window: 60_000 };

const CREATED_AT = "2026-01-15T12:00:00.123Z";

/** A record of a key as the engine would have made it. */
export function draftOf(given: Pick<KeyDraft, "start" | "hash" | "referenceId">): KeyDraft {
  return {
    name: "A key of the benchmark",
    prefix: PREFIX,
    configId: DEFAULT_CONFIG_ID,
    createdById: given.referenceId,
    environment: null,
    replacedById: null,
    replacesId: null,
    enabled: true,
    metadata: null,
    permissions: null,
    allowedAddresses: null,
    format: "latchkey",
    lookup: null,
    origin: null,
    quota: NO_QUOTA,
    rateLimit: GENEROUS_LIMIT,
    expiresAt: null,
    revokedAt: null,
    lastRequest: null,
    lastAddress: null,
    lastClient: null,
    // Two dates, as a database's driver makes two.
    createdAt: new Date(CREATED_AT),
    updatedAt: new Date(CREATED_AT),
    ...given,
  };
}

export function newKey() {
  const { key, start } = generateKey(PREFIX, systemRandom);
  return { key: asReceived(key), start };
}

/** A string in one piece, as one that was read from a socket is; what is put together in JavaScript is not. */
export function asReceived(text: string): string {
  return Buffer.from(text).toString("latin1");
}
