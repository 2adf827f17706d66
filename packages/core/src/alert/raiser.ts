import type { AlertStore } from "../port/alert-store.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyRecord } from "../record/record.ts";
import { ALERT_KINDS, type AlertKind, type StoredAlert } from "./alert.ts";
import type { AlertSettings } from "./alert-options.ts";
import { type AlertEvent, type Outgoing, alertOf, dayOf, eventName, isOpen } from "./event.ts";

export interface RaiserParts {
  readonly alerts: AlertStore;
  readonly settings: AlertSettings;
  readonly clock: Clock;
  /** Whether there is somebody to send digests to, and to announce alerts to. */
  readonly isSent: boolean;
  readonly isAnnounced: boolean;
}

/** An event, and the key that it is about. */
export interface KeyEvent {
  readonly event: AlertEvent;
  readonly record: KeyRecord;
}

/** Turns events into alerts: each into one, however often and by however many processes it is told. */
export class AlertRaiser {
  readonly #parts: RaiserParts;
  readonly #raised: Record<AlertKind, number> = noneRaised();

  constructor(parts: RaiserParts) {
    this.#parts = parts;
  }

  /** How many this process has raised since it began, by kind. */
  get raised(): Readonly<Record<AlertKind, number>> {
    return { ...this.#raised };
  }

  /** Raises those of these events (100 at most) that there are no alerts for; answers the new ones. */
  async raiseNew(events: readonly KeyEvent[]): Promise<readonly StoredAlert[]> {
    if (events.length === 0) return [];
    const names = events.map(({ event }) => eventName(event));
    const known = new Set((await this.#parts.alerts.findEvents(names)).map(({ event }) => event));
    const raised: StoredAlert[] = [];
    for (const [index, told] of events.entries()) {
      if (known.has(names[index] ?? "")) continue;
      const alert = await this.#raise(told);
      if (alert !== null) raised.push(alert);
    }
    return raised;
  }

  /**
   * Raises an event that may come again; what comes again is counted in the alert that there is, as long as
   * that is open. Answers the alert if it is new, else `null`.
   */
  async raise(told: KeyEvent): Promise<StoredAlert | null> {
    const alert = await this.#raise(told);
    if (alert !== null) return alert;
    const [known] = await this.#parts.alerts.findEvents([eventName(told.event)]);
    if (known !== undefined) await this.#see(known, told.event);
    return null;
  }

  /** `null` where there is such an alert, or there are too many of the kind today: then the last one counts it. */
  async #raise({ event, record }: KeyEvent): Promise<StoredAlert | null> {
    const { alerts, settings, clock } = this.#parts;
    if (!settings.kinds.has(event.kind)) return null;
    const now = clock.now();
    const filter = {
      keyId: event.keyId,
      kind: event.kind,
      raisedFrom: new Date(`${dayOf(now)}T00:00:00.000Z`),
    };
    const today = await alerts.list({ filter, limit: 1, offset: 0 });
    const [last] = today.alerts;
    if (last !== undefined && today.total >= settings.maxPerKeyAndDay) {
      if (last.event !== eventName(event)) await this.#see(last, event);
      return null;
    }
    const alert = await alerts.insert(alertOf(event, record, new Date(now), this.#outgoing(now)));
    if (alert !== null) this.#raised[event.kind] += 1;
    return alert;
  }

  async #see(alert: StoredAlert, { seenAt, count }: AlertEvent): Promise<void> {
    if (!isOpen(alert)) return;
    const lastSeenAt = seenAt > alert.lastSeenAt ? seenAt : alert.lastSeenAt;
    await this.#parts.alerts.update(alert.id, { resolvedAt: null }, { lastSeenAt, countBy: count });
  }

  #outgoing(now: number): Outgoing {
    const { settings, isSent, isAnnounced } = this.#parts;
    return {
      sendAt: isSent ? new Date(now + settings.digestInterval) : null,
      announceAt: isAnnounced ? new Date(now) : null,
    };
  }
}

export function noneRaised(): Record<AlertKind, number>;
export function noneRaised(): Record<string, number> {
  return Object.fromEntries(ALERT_KINDS.map((kind) => [kind, 0]));
}
