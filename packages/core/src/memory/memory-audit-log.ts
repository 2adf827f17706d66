import type { AuditEntry } from "../audit/entry.ts";
import type { AuditFilter, AuditLog, AuditQuery } from "../port/audit-log.ts";

/** Entries in this process's memory: for tests, and the model that every other log must agree with. */
export class MemoryAuditLog implements AuditLog {
  readonly #entries = new Map<number, AuditEntry>();

  async put(entry: AuditEntry): Promise<void> {
    const there = this.#entries.get(entry.seq);
    if (there === undefined) this.#entries.set(entry.seq, structuredClone(entry));
    else if (there.hash !== entry.hash) throw new Error(`There is another entry ${entry.seq}.`);
  }

  async findByEventId(eventId: string): Promise<AuditEntry | null> {
    const found = [...this.#entries.values()].find((entry) => entry.eventId === eventId);
    return structuredClone(found ?? null);
  }

  async read({ filter, direction, cursor, limit }: AuditQuery): Promise<readonly AuditEntry[]> {
    const sign = direction === "asc" ? 1 : -1;
    const found = [...this.#entries.values()]
      .filter((entry) => matches(entry, filter))
      .filter(({ seq }) => cursor === undefined || sign * (seq - cursor) > 0)
      .toSorted((a, b) => sign * (a.seq - b.seq));
    return structuredClone(found.slice(0, limit));
  }
}

function matches(entry: AuditEntry, filter: AuditFilter): boolean {
  const { from, to } = filter;
  return (
    is(filter.keyId, entry.keyId) &&
    is(filter.referenceId, entry.referenceId) &&
    is(filter.configId, entry.configId) &&
    is(filter.action, entry.action) &&
    is(filter.actorKind, entry.actor.kind) &&
    is(filter.actorId, entry.actor.id) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at < to)
  );
}

function is(wanted: string | undefined, actual: string | null): boolean {
  return wanted === undefined || wanted === actual;
}
