import type { Alert, AlertKind, AlertSeverity, JsonObject } from "@latchkey/core";

/** An alert as the endpoints answer it, and digests hold it. Dates are ISO 8601 strings on the wire. */
export interface ApiKeyAlert {
  id: string;
  kind: AlertKind;
  severity: AlertSeverity;
  keyId: string;
  /** The key's owner and configuration, and what it was called, when the alert was raised. */
  referenceId: string;
  configId: string;
  start: string;
  name: string | null;
  raisedAt: Date;
  lastSeenAt: Date;
  /** How often it was seen. */
  count: number;
  /** Figures, by kind. */
  details: JsonObject;
  acknowledgedAt: Date | null;
  acknowledgedById: string | null;
  resolvedAt: Date | null;
  /** `null` where it was settled by itself. */
  resolvedById: string | null;
  /** When it was sent to the owner. */
  sentAt: Date | null;
}

/** A page of alerts, newest first. */
export interface ApiKeyAlertPage {
  alerts: ApiKeyAlert[];
  /** Of all that match, on this page or not. */
  total: number;
  limit: number;
  offset: number;
}

/** Alerts as they are now, in the order in which they were named. */
export interface HandledApiKeyAlerts {
  alerts: ApiKeyAlert[];
}

export const toApiKeyAlert = (alert: Alert): ApiKeyAlert => ({ ...alert });
