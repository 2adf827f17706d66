import type { ActorKind, AuditAction, AuditChanges, AuditEntry } from "@latchkey/core";
import * as z from "zod";

// The widest reading of each column: an entry that somebody has altered must be read too, for its
// hash to tell.
const date = z
  .union([z.instanceof(Date), z.string(), z.number()])
  .transform((value) => new Date(value));
const word = <Word extends string>() => z.custom<Word>((value) => typeof value === "string");

const changes = z.string().transform((text): AuditChanges => {
  try {
    return z.custom<AuditChanges>().parse(JSON.parse(text));
  } catch {
    return { unreadable: { before: text, after: null } };
  }
});

/** A row of the table of audit entries as adapters answer it. */
const auditRow = z.object({
  // Some databases answer 64-bit numbers as text.
  seq: z.coerce.number(),
  eventId: z.string(),
  at: date,
  action: word<AuditAction>(),
  actorKind: word<ActorKind>(),
  actorId: z.string().nullish(),
  address: z.string().nullish(),
  client: z.string().nullish(),
  keyId: z.string().nullish(),
  start: z.string().nullish(),
  referenceId: z.string().nullish(),
  configId: z.string().nullish(),
  changes,
  reason: z.string().nullish(),
  previousHash: z.string(),
  hash: z.string(),
});

/** @throws {z.ZodError} for what is no row of this table. */
export function entryFromRow(row: unknown): AuditEntry {
  const columns = auditRow.parse(row);
  return {
    seq: columns.seq,
    eventId: columns.eventId,
    at: columns.at,
    action: columns.action,
    actor: { kind: columns.actorKind, id: columns.actorId ?? null },
    address: columns.address ?? null,
    client: columns.client ?? null,
    keyId: columns.keyId ?? null,
    start: columns.start ?? null,
    referenceId: columns.referenceId ?? null,
    configId: columns.configId ?? null,
    changes: columns.changes,
    reason: columns.reason ?? null,
    previousHash: columns.previousHash,
    hash: columns.hash,
  };
}

export function rowFromEntry({ actor, changes: described, ...columns }: AuditEntry) {
  return {
    ...columns,
    actorKind: actor.kind,
    actorId: actor.id,
    changes: JSON.stringify(described),
  };
}
