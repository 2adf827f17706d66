import { randomUUID } from "node:crypto";
import type { NewAlert, StoredAlert } from "../alert/alert.ts";
import { isOpen, alertPlace } from "../alert/event.ts";
import type {
  AlertChange,
  AlertFilter,
  AlertGuard,
  AlertQuery,
  AlertStore,
  DueAlertQuery,
  StoredAlertPage,
} from "../port/alert-store.ts";

/** Alerts in this process's memory: for tests, and the model for every other kind. */
export class MemoryAlertStore implements AlertStore {
  readonly #alerts = new Map<string, StoredAlert>();

  async insert(alert: NewAlert): Promise<StoredAlert | null> {
    if (this.#find(({ event }) => event === alert.event).length > 0) return null;
    const stored = structuredClone({ ...alert, id: randomUUID() });
    this.#alerts.set(stored.id, stored);
    return structuredClone(stored);
  }

  async findEvents(events: readonly string[]): Promise<readonly StoredAlert[]> {
    return structuredClone(this.#find(({ event }) => events.includes(event)));
  }

  async find(ids: readonly string[]): Promise<readonly StoredAlert[]> {
    return structuredClone(this.#find(({ id }) => ids.includes(id)));
  }

  async list({ filter, limit, offset }: AlertQuery): Promise<StoredAlertPage> {
    const found = this.#find((alert) => matches(alert, filter)).toReversed();
    return { alerts: structuredClone(found.slice(offset, offset + limit)), total: found.length };
  }

  async listOpen({ after, limit }: { after: string; limit: number }) {
    const found = this.#find((alert) => isOpen(alert) && alertPlace(alert) > after);
    return structuredClone(found.slice(0, limit));
  }

  async update(id: string, guard: AlertGuard, change: AlertChange): Promise<StoredAlert | null> {
    const alert = this.#alerts.get(id);
    if (alert === undefined || !guardHolds(alert, guard)) return null;
    const { countBy = 0, ...fields } = change;
    const after = structuredClone({ ...alert, ...fields, count: alert.count + countBy });
    this.#alerts.set(id, after);
    return structuredClone(after);
  }

  async listDue({ message, until, limit }: DueAlertQuery): Promise<readonly StoredAlert[]> {
    const timeOf = (alert: StoredAlert) => alert[message].at?.getTime() ?? Infinity;
    const due = this.#find((alert) => timeOf(alert) <= until.getTime());
    due.sort((a, b) => timeOf(a) - timeOf(b));
    return structuredClone(due.slice(0, limit));
  }

  async listUnsent({ referenceId, limit }: { referenceId: string; limit: number }) {
    const found = this.#find(
      (alert) =>
        alert.referenceId === referenceId &&
        alert.sending.at !== null &&
        alert.sending.attempts === 0,
    );
    return structuredClone(found.slice(0, limit));
  }

  async removeResolved({ before, limit }: { before: Date; limit: number }): Promise<number> {
    const old = this.#find(({ resolvedAt }) => resolvedAt !== null && resolvedAt <= before);
    const removed = old.slice(0, limit);
    for (const { id } of removed) this.#alerts.delete(id);
    return removed.length;
  }

  /** Oldest first. */
  #find(wanted: (alert: StoredAlert) => boolean): StoredAlert[] {
    return [...this.#alerts.values()]
      .filter(wanted)
      .toSorted((a, b) => (alertPlace(a) < alertPlace(b) ? -1 : 1));
  }
}

function matches(alert: StoredAlert, filter: AlertFilter): boolean {
  const { keyId, referenceId, configId, kind, open, acknowledged, raisedFrom } = filter;
  return (
    is(keyId, alert.keyId) &&
    is(referenceId, alert.referenceId) &&
    (configId === undefined || [configId].flat().includes(alert.configId)) &&
    is(kind, alert.kind) &&
    is(open, isOpen(alert)) &&
    is(acknowledged, alert.acknowledgedAt !== null) &&
    (raisedFrom === undefined || alert.raisedAt >= raisedFrom)
  );
}

function guardHolds(alert: StoredAlert, guard: AlertGuard): boolean {
  return (
    isAt(guard.resolvedAt, alert.resolvedAt) &&
    isAt(guard.acknowledgedAt, alert.acknowledgedAt) &&
    isAt(guard.lastSeenAt, alert.lastSeenAt) &&
    isAt(guard.sendAt, alert.sending.at) &&
    isAt(guard.announceAt, alert.announcing.at)
  );
}

function isAt(wanted: Date | null | undefined, actual: Date | null): boolean {
  return wanted === undefined || wanted?.getTime() === actual?.getTime();
}

function is<Value>(wanted: Value | undefined, actual: Value): boolean {
  return wanted === undefined || wanted === actual;
}
