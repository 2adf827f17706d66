import { randomUUID } from "node:crypto";
import type { AuditEvent } from "../audit/entry.ts";
import { type ChainHead, GENESIS, entryAfter } from "../audit/hash.ts";
import type { AuditEntry } from "../audit/entry.ts";

/** An event to write down: valid, of a key and an owner that nothing else has. */
export function auditEvent(given: Partial<AuditEvent> = {}): AuditEvent {
  const unique = randomUUID();
  return {
    eventId: `event-${unique}`,
    at: new Date("2026-01-15T12:00:00.123Z"),
    action: "updated",
    actor: { kind: "user", id: "ada" },
    address: "192.0.2.7",
    client: "a browser",
    keyId: `key-${unique}`,
    start: "test_abcdefgh",
    referenceId: `owner-${unique}`,
    configId: "default",
    changes: { name: { before: "old", after: "new" } },
    reason: null,
    ...given,
  };
}

/** A chain of these events, from its first entry. */
export function chainOf(events: readonly AuditEvent[], from: ChainHead = GENESIS): AuditEntry[] {
  let head = from;
  return events.map((event) => {
    const entry = entryAfter(head, event);
    head = entry;
    return entry;
  });
}
