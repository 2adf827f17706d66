import type { JsonObject } from "../record/json.ts";

/** What there is to tell about a key, with how much it matters where nobody says otherwise. */
export const ALERT_SEVERITIES = {
  /** It expires in so many days. The last day is critical, the last week a warning. */
  expiring: "info",
  /** It is older than its environment's keys should be. */
  "rotation-due": "warning",
  /** It was rotated, will stop working soon, and somebody still uses it. */
  "predecessor-in-use": "critical",
  /** It has expired or was revoked, and somebody still tries it. */
  "ended-key-tried": "warning",
  /** Many more of its requests are refused than usual. */
  "error-rate": "warning",
  /** It is used in another way than usual. */
  anomaly: "warning",
  /** It was found where it should not be. */
  leaked: "critical",
} as const satisfies Record<string, AlertSeverity>;

export type AlertSeverity = "info" | "warning" | "critical";

export type AlertKind = keyof typeof ALERT_SEVERITIES;

const isKind = (name: string): name is AlertKind => Object.hasOwn(ALERT_SEVERITIES, name);

export const ALERT_KINDS: readonly AlertKind[] = Object.keys(ALERT_SEVERITIES).filter(isKind);

/** Something that the owner of a key should look at. Never holds a key or an address. */
export interface Alert {
  readonly id: string;
  readonly kind: AlertKind;
  readonly keyId: string;
  /** The owner of the key, under its configuration. */
  readonly referenceId: string;
  readonly configId: string;
  /** Of the key, as it was when the alert was raised. */
  readonly start: string;
  readonly name: string | null;
  readonly severity: AlertSeverity;
  readonly raisedAt: Date;
  /** Up to when what it tells of was seen. */
  readonly lastSeenAt: Date;
  /** How often it was seen: tries of an ended key, requests that were refused; 1 for what happens once. */
  readonly count: number;
  /** Figures, by kind. Moments are ISO 8601 text. */
  readonly details: JsonObject;
  /** When somebody said that they have seen it. */
  readonly acknowledgedAt: Date | null;
  /** The user who did; `null` also for the server's own code. */
  readonly acknowledgedById: string | null;
  /** When its cause was gone, or somebody said that it is settled. */
  readonly resolvedAt: Date | null;
  /** The user who said so; `null` where it was settled by itself, or by the server's own code. */
  readonly resolvedById: string | null;
  /** When it was sent, in a digest. */
  readonly sentAt: Date | null;
}

/** How far a message about an alert has got. */
export interface AlertDelivery {
  /** When it is to be tried, at the earliest; `null`: no more. */
  readonly at: Date | null;
  /** How often it has been tried. */
  readonly attempts: number;
}

/** An alert as stores keep it. */
export interface StoredAlert extends Alert {
  /** What tells one event from all others: there is one alert for one of these. */
  readonly event: string;
  /** Of the digest that it is to be in. */
  readonly sending: AlertDelivery;
  /** Of telling the rest of the application. */
  readonly announcing: AlertDelivery;
}

export type NewAlert = Omit<StoredAlert, "id">;

/** An alert as callers see it. */
export function publicAlert(stored: StoredAlert): Alert {
  const { event: _event, sending: _sending, announcing: _announcing, ...alert } = stored;
  return alert;
}
