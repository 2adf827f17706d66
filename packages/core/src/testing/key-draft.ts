import { randomBytes } from "node:crypto";
import type { KeyDraft } from "../port/key-store.ts";

/** A record to insert: valid, with a start, a hash and an owner that nothing else has. */
export function keyDraft(given: Partial<KeyDraft> = {}): KeyDraft {
  const createdAt = new Date("2026-01-15T12:00:00.123Z");
  const prefix = given.prefix ?? "test_";
  return {
    name: "A key",
    start: prefix + unique(8),
    prefix,
    hash: `$2b$10$${unique(53)}`,
    referenceId: `owner-${unique(16)}`,
    environment: null,
    replacedById: null,
    replacesId: null,
    enabled: true,
    metadata: null,
    expiresAt: null,
    revokedAt: null,
    lastRequest: null,
    createdAt,
    updatedAt: createdAt,
    ...given,
  };
}

function unique(length: number): string {
  return randomBytes(length).toString("hex").slice(0, length);
}
