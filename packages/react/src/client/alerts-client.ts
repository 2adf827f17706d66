import type {
  ApiKeyAlert,
  ApiKeyAlertPage,
  HandledApiKeyAlerts,
} from "@latchkey/better-auth/client";
import type { Outcome } from "./auth-client.ts";

/** Something that the owner of a key should look at. */
export type KeyAlert = ApiKeyAlert;

export interface AlertsQuery {
  keyId?: string;
  /** `true`: only those that are not settled. Absent: both. */
  open?: boolean;
  /** Absent: both. */
  acknowledged?: boolean;
  /** 1 to 100. */
  limit?: number;
  /** Of whose keys. Default: the user's. */
  organizationId?: string;
}

export interface HandleAlertsInput {
  /** 1 to 100. */
  alertIds: string[];
}

/** Itself the list, newest first. */
export interface AlertsClient {
  (input: { query: AlertsQuery }): Promise<Outcome<ApiKeyAlertPage>>;
  /** Says that somebody has seen them. They stay open. */
  acknowledge(input: HandleAlertsInput): Promise<Outcome<HandledApiKeyAlerts>>;
  /** Settles them for good. */
  resolve(input: HandleAlertsInput): Promise<Outcome<HandledApiKeyAlerts>>;
}
