import { createHash } from "node:crypto";
import type { JsonObject } from "../record/json.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { AuditEntry, AuditEvent } from "./entry.ts";

/** Of the form of entries that hashes are taken of. A new form gets a new number; old entries keep theirs. */
export const ENTRY_VERSION = 1;

/** What the first entry has in place of the hash of the one before. */
export const GENESIS_HASH = "0".repeat(64);

/** The last entry of a chain. */
export interface ChainHead {
  /** 0 for a chain that has no entry. */
  readonly seq: number;
  readonly hash: string;
}

export const GENESIS: ChainHead = { seq: 0, hash: GENESIS_HASH };

/** An entry as a JSON object: what is hashed, `hash` aside, and what is exported. Moments are ISO 8601 text in UTC with milliseconds. */
export function entryJson(entry: Omit<AuditEntry, "hash">): JsonObject {
  return {
    version: ENTRY_VERSION,
    seq: entry.seq,
    eventId: entry.eventId,
    at: entry.at.toISOString(),
    action: entry.action,
    actor: { kind: entry.actor.kind, id: entry.actor.id },
    address: entry.address,
    client: entry.client,
    keyId: entry.keyId,
    start: entry.start,
    referenceId: entry.referenceId,
    configId: entry.configId,
    changes: entry.changes,
    reason: entry.reason,
    previousHash: entry.previousHash,
  };
}

/** SHA-256, in lower-case hex, of the canonical JSON (RFC 8785, UTF-8) of `entryJson`. */
export function hashOf(entry: Omit<AuditEntry, "hash">): string {
  return createHash("sha256")
    .update(canonicalJson(entryJson(entry)))
    .digest("hex");
}

/** The event as the entry that follows `head`. */
export function entryAfter(head: ChainHead, event: AuditEvent): AuditEntry {
  const entry = { ...event, seq: head.seq + 1, previousHash: head.hash };
  return { ...entry, hash: hashOf(entry) };
}
