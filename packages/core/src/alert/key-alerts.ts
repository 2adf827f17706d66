import type { AlertFilter, AlertStore } from "../port/alert-store.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { JsonObject } from "../record/json.ts";
import { type Alert, type AlertKind, type AlertSeverity, publicAlert } from "./alert.ts";
import { dayOf, eventOf } from "./event.ts";
import type { AlertRaiser } from "./raiser.ts";

export const MAX_ALERT_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 50;

/** What somebody has found out about a key. Neither keys nor addresses belong in it. */
export interface AlertDraft {
  readonly kind: AlertKind;
  readonly keyId: string;
  /**
   * What tells this event from others of the kind for the key: told again, it is counted in the alert that
   * there is. By default the day for an anomaly, and for a leak nothing: a key leaks once.
   */
  readonly event?: string | undefined;
  /** As for others of the kind, by default. */
  readonly severity?: AlertSeverity | undefined;
  readonly details?: JsonObject | undefined;
}

export interface AlertPageInput extends AlertFilter {
  /** 1 to 100; 50 if absent. */
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

export interface AlertPage {
  /** Newest first. */
  readonly alerts: readonly Alert[];
  /** Of all that match, on this page or not. */
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

/** Which alerts somebody deals with, and who that is. */
export interface AlertHandling {
  /** At most 100. */
  readonly ids: readonly string[];
  /** A user; `null`: the server's own code. */
  readonly byId: string | null;
}

/** What owners of keys should look at. */
export interface KeyAlerts {
  /** Raises an alert, once for each event; answers it if it is new. `null` also where there is no such key. */
  raise(draft: AlertDraft): Promise<Alert | null>;
  page(input: AlertPageInput): Promise<AlertPage>;
  /** Those of these ids (at most 100) that there are, whoever owns the keys: for those who decide who may see them. */
  find(ids: readonly string[]): Promise<readonly Alert[]>;
  /** Notes that somebody has seen them. What is acknowledged stays so. Answers them as they are now. */
  acknowledge(handling: AlertHandling): Promise<readonly Alert[]>;
  /** Settles them by hand. What is settled stays so. Answers them as they are now. */
  resolve(handling: AlertHandling): Promise<readonly Alert[]>;
  /** Does now all that the background would do in the next minutes. */
  sweep(): Promise<void>;
}

export interface KeyAlertParts {
  readonly store: KeyStore;
  readonly alerts: AlertStore;
  readonly raiser: AlertRaiser;
  readonly clock: Clock;
  readonly sweep: () => Promise<void>;
}

export function keyAlerts({ store, alerts, raiser, clock, sweep }: KeyAlertParts): KeyAlerts {
  const find = async (ids: readonly string[]) => (await alerts.find(ids)).map(publicAlert);
  return {
    sweep,
    find,
    async raise({ kind, keyId, event, ...given }) {
      const record = await store.findById(keyId);
      if (record === null) return null;
      const now = clock.now();
      const distinct = event ?? (kind === "leaked" ? "" : dayOf(now));
      const told = eventOf(kind, keyId, now, { distinct, ...withoutUndefined(given) });
      const alert = await raiser.raise({ event: told, record });
      return alert === null ? null : publicAlert(alert);
    },
    async page({ limit = DEFAULT_PAGE_SIZE, offset = 0, ...filter }) {
      const page = await alerts.list({ filter, limit, offset });
      return { alerts: page.alerts.map(publicAlert), total: page.total, limit, offset };
    },
    async acknowledge({ ids, byId }) {
      const change = { acknowledgedAt: new Date(clock.now()), acknowledgedById: byId };
      for (const id of ids) await alerts.update(id, { acknowledgedAt: null }, change);
      return find(ids);
    },
    async resolve({ ids, byId }) {
      const change = { resolvedAt: new Date(clock.now()), resolvedById: byId };
      for (const id of ids) await alerts.update(id, { resolvedAt: null }, change);
      return find(ids);
    },
  };
}

function withoutUndefined({ severity, details }: Pick<AlertDraft, "severity" | "details">) {
  return {
    ...(severity !== undefined && { severity }),
    ...(details !== undefined && { details }),
  };
}

/** Where there is no store of alerts. */
export const noAlerts: KeyAlerts = {
  raise: async () => null,
  page: async ({ limit = DEFAULT_PAGE_SIZE, offset = 0 }) => ({
    alerts: [],
    total: 0,
    limit,
    offset,
  }),
  find: async () => [],
  acknowledge: async () => [],
  resolve: async () => [],
  sweep: async () => undefined,
};
