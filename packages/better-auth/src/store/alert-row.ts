import {
  ALERT_SEVERITIES,
  type AlertChange,
  type AlertKind,
  type AlertSeverity,
  type JsonObject,
  type NewAlert,
  type StoredAlert,
  alertPlace,
} from "@latchkey/core";
import * as z from "zod";

// Dates as they are: an adapter in JavaScript compares them by identity.
const moment = z.union([
  z.date(),
  z.union([z.string(), z.number()]).transform((value) => new Date(value)),
]);
const date = moment.nullish();
const SEVERITIES: ReadonlySet<unknown> = new Set(["info", "warning", "critical"]);

/** A row of the table of alerts as adapters answer it. */
const alertRow = z.object({
  id: z.coerce.string(),
  event: z.string(),
  kind: z.custom<AlertKind>((value) => Object.hasOwn(ALERT_SEVERITIES, String(value))),
  keyId: z.string(),
  referenceId: z.string(),
  configId: z.string(),
  start: z.string(),
  name: z.string().nullish(),
  severity: z.custom<AlertSeverity>((value) => SEVERITIES.has(value)),
  raisedAt: moment,
  lastSeenAt: moment,
  // Some databases answer 64-bit numbers as text.
  count: z.coerce.number(),
  details: z.string().transform((text): JsonObject => JSON.parse(text)),
  acknowledgedAt: date,
  acknowledgedById: z.string().nullish(),
  resolvedAt: date,
  resolvedById: z.string().nullish(),
  sentAt: date,
  sendAt: date,
  sendAttempts: z.number(),
  announceAt: date,
  announceAttempts: z.number(),
});

/** @throws {z.ZodError} for what is no row of this table. */
export function alertFromRow(row: unknown): StoredAlert {
  const { sendAt, sendAttempts, announceAt, announceAttempts, ...columns } = alertRow.parse(row);
  return {
    ...columns,
    name: columns.name ?? null,
    acknowledgedAt: columns.acknowledgedAt ?? null,
    acknowledgedById: columns.acknowledgedById ?? null,
    resolvedAt: columns.resolvedAt ?? null,
    resolvedById: columns.resolvedById ?? null,
    sentAt: columns.sentAt ?? null,
    sending: { at: sendAt ?? null, attempts: sendAttempts },
    announcing: { at: announceAt ?? null, attempts: announceAttempts },
  };
}

export function rowFromAlert({ sending, announcing, details, ...columns }: NewAlert) {
  return {
    ...columns,
    place: alertPlace(columns),
    ...columnsFromChange({ sending, announcing, details }),
  };
}

/** What a change sets; what it adds to is no part of it. */
export function columnsFromChange(change: AlertChange): Record<string, unknown> {
  const { countBy: _countBy, sending, announcing, details, ...columns } = change;
  return {
    ...columns,
    ...(details !== undefined && { details: JSON.stringify(details) }),
    ...(sending !== undefined && { sendAt: sending.at, sendAttempts: sending.attempts }),
    ...(announcing !== undefined && {
      announceAt: announcing.at,
      announceAttempts: announcing.attempts,
    }),
  };
}
