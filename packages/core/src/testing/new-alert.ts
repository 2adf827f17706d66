import { randomUUID } from "node:crypto";
import type { NewAlert } from "../alert/alert.ts";
import { DEFAULT_CONFIG_ID } from "../record/record.ts";

/** An alert to insert, of an event and about a key that no other is. */
export function newAlert(given: Partial<NewAlert> = {}): NewAlert {
  const raisedAt = new Date("2026-01-15T12:00:00.123Z");
  return {
    event: `anomaly:${randomUUID()}`,
    kind: "anomaly",
    keyId: randomUUID(),
    referenceId: `owner-${randomUUID()}`,
    configId: DEFAULT_CONFIG_ID,
    start: "test_12345678",
    name: "A key",
    severity: "warning",
    raisedAt,
    lastSeenAt: raisedAt,
    count: 1,
    details: { score: 0.9 },
    acknowledgedAt: null,
    acknowledgedById: null,
    resolvedAt: null,
    resolvedById: null,
    sentAt: null,
    sending: { at: null, attempts: 0 },
    announcing: { at: null, attempts: 0 },
    ...given,
  };
}
