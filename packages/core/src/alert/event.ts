import { createHash } from "node:crypto";
import type { KeyRecord } from "../record/record.ts";
import type { JsonObject } from "../record/json.ts";
import type { Alert, AlertKind, AlertSeverity, NewAlert, StoredAlert } from "./alert.ts";
import { ALERT_SEVERITIES } from "./alert.ts";

/** Something about one key that is told once. */
export interface AlertEvent {
  readonly kind: AlertKind;
  readonly keyId: string;
  /** What tells it from other events of the kind for this key. */
  readonly distinct: string;
  readonly severity: AlertSeverity;
  readonly details: JsonObject;
  readonly count: number;
  /** Up to when it was seen. */
  readonly seenAt: Date;
}

type KeyFacts = Pick<KeyRecord, "id" | "referenceId" | "configId" | "start" | "name">;

/** One text for one event, and another for every other: short, whatever a caller calls its events. */
export function eventName({
  kind,
  keyId,
  distinct,
}: Pick<AlertEvent, "kind" | "keyId" | "distinct">): string {
  const digest = createHash("sha256").update(`${keyId}\n${distinct}`).digest("hex").slice(0, 40);
  return `${kind}:${digest}`;
}

/** An event that has nothing unusual about it. */
export function eventOf(
  kind: AlertKind,
  keyId: string,
  now: number,
  given: Pick<AlertEvent, "distinct"> & Partial<AlertEvent>,
): AlertEvent {
  const severity = ALERT_SEVERITIES[kind];
  return { kind, keyId, severity, details: {}, count: 1, seenAt: new Date(now), ...given };
}

/** When messages about a new alert are to go out; `null`: never. */
export interface Outgoing {
  readonly sendAt: Date | null;
  readonly announceAt: Date | null;
}

export function alertOf(
  event: AlertEvent,
  { referenceId, configId, start, name }: KeyFacts,
  raisedAt: Date,
  { sendAt, announceAt }: Outgoing,
): NewAlert {
  return {
    event: eventName(event),
    kind: event.kind,
    keyId: event.keyId,
    referenceId,
    configId,
    start,
    name,
    severity: event.severity,
    raisedAt,
    lastSeenAt: event.seenAt,
    count: event.count,
    details: event.details,
    acknowledgedAt: null,
    acknowledgedById: null,
    resolvedAt: null,
    resolvedById: null,
    sentAt: null,
    sending: { at: sendAt, attempts: 0 },
    announcing: { at: announceAt, attempts: 0 },
  };
}

/**
 * Where an alert stands among all: by when it was raised, then by what tells it from others that were
 * raised in the same millisecond. Digits and lower-case letters, so that every database sorts it alike.
 */
export function alertPlace({ raisedAt, event }: Pick<StoredAlert, "raisedAt" | "event">): string {
  const digest = createHash("sha256").update(event).digest("hex").slice(0, 16);
  return `${String(raisedAt.getTime()).padStart(15, "0")}${digest}`;
}

/** The day that a moment lies in, in UTC. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** Whether nobody has settled it yet. */
export function isOpen({ resolvedAt }: Pick<Alert, "resolvedAt">): boolean {
  return resolvedAt === null;
}
