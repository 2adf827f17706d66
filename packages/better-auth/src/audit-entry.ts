import type { AuditAction, AuditChanges, AuditEntry } from "@latchkey/core";

/** An entry of the audit log as the endpoints answer it. Dates are ISO 8601 strings on the wire. */
export interface ApiKeyAuditEntry {
  /** Its place in the chain of the whole installation. */
  seq: number;
  at: Date;
  action: AuditAction;
  /** Who did it. */
  actor: { kind: "user" | "server" | "key" | "system"; id: string | null };
  /** The IP address that it was done from. */
  address: string | null;
  /** What the client said it was. */
  client: string | null;
  keyId: string | null;
  start: string | null;
  referenceId: string | null;
  configId: string | null;
  /** Fields with what they were and are. */
  changes: AuditChanges;
  /** The code of a refusal, where the policy denied something. */
  reason: string | null;
  hash: string;
}

/** A page of entries, newest first. */
export interface ApiKeyAuditPage {
  entries: ApiKeyAuditEntry[];
  /** `cursor` of the next page; `null`: there is none. */
  nextCursor: number | null;
}

export function toAuditEntry(entry: AuditEntry): ApiKeyAuditEntry {
  const { eventId: _eventId, previousHash: _previousHash, ...told } = entry;
  return told;
}
