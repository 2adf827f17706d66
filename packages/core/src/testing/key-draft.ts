import { randomBytes } from "node:crypto";
import type { KeyDraft } from "../port/key-store.ts";
import { DEFAULT_CONFIG_ID, NO_QUOTA, NO_RATE_LIMIT } from "../record/record.ts";

/** A record to insert: valid, with a start, a hash and an owner that nothing else has. */
export function keyDraft(given: Partial<KeyDraft> = {}): Required<KeyDraft> {
  const createdAt = new Date("2026-01-15T12:00:00.123Z");
  const prefix = given.prefix ?? "test_";
  return {
    name: "A key",
    start: prefix + unique(8),
    prefix,
    hash: `$2b$10$${unique(53)}`,
    configId: DEFAULT_CONFIG_ID,
    referenceId: `owner-${unique(16)}`,
    createdById: null,
    environment: null,
    replacedById: null,
    replacesId: null,
    enabled: true,
    metadata: null,
    permissions: null,
    allowedAddresses: null,
    format: "latchkey",
    lookup: null,
    auditPending: null,
    origin: null,
    quota: NO_QUOTA,
    rateLimit: NO_RATE_LIMIT,
    expiresAt: null,
    revokedAt: null,
    lastRequest: null,
    lastAddress: null,
    lastClient: null,
    createdAt,
    updatedAt: createdAt,
    ...given,
  };
}

function unique(length: number): string {
  return randomBytes(length).toString("hex").slice(0, length);
}
