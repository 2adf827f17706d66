import type { AuditEntry, AuditFilter, AuditLog, AuditQuery } from "@latchkey/core";
import type { DBAdapter, Where } from "better-auth";
import { AUDIT_MODEL } from "../schema.ts";
import { entryFromRow, rowFromEntry } from "./audit-row.ts";

const model = AUDIT_MODEL;

/** The audit log in the database of a Better Auth installation, through whichever adapter it uses. */
export class AdapterAuditLog implements AuditLog {
  readonly #adapter: () => DBAdapter;
  /** The last put of this process: one at a time, because not every adapter knows unique columns. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param adapter asked at each call, since Better Auth may replace it while it starts. */
  constructor(adapter: () => DBAdapter) {
    this.#adapter = adapter;
  }

  put(entry: AuditEntry): Promise<void> {
    const put = this.#last.then(() => this.#put(entry));
    this.#last = put.catch(() => undefined);
    return put;
  }

  async findByEventId(eventId: string): Promise<AuditEntry | null> {
    return this.#find({ field: "eventId", value: eventId });
  }

  async read({ filter, direction, cursor, limit }: AuditQuery): Promise<readonly AuditEntry[]> {
    const where = conditions(filter);
    if (cursor !== undefined) {
      where.push({ field: "seq", operator: direction === "asc" ? "gt" : "lt", value: cursor });
    }
    const sortBy = { field: "seq", direction };
    const rows = await this.#adapter().findMany({ model, where, limit, sortBy });
    return rows.map(entryFromRow);
  }

  async #put(entry: AuditEntry): Promise<void> {
    if (await this.#holds(entry)) return;
    try {
      await this.#adapter().create({ model, data: rowFromEntry(entry) });
    } catch (error) {
      // Another process came first; or else it is the database that has failed.
      if (!(await this.#holds(entry))) throw error;
    }
  }

  /** @throws {Error} where another entry has this one's place. */
  async #holds({ seq, hash }: AuditEntry): Promise<boolean> {
    const there = await this.#find({ field: "seq", value: seq });
    if (there !== null && there.hash !== hash) throw new Error(`There is another entry ${seq}.`);
    return there !== null;
  }

  async #find(condition: Where): Promise<AuditEntry | null> {
    const row: unknown = await this.#adapter().findOne({ model, where: [condition] });
    return row === null || row === undefined ? null : entryFromRow(row);
  }
}

function conditions(filter: AuditFilter): Where[] {
  const { from, to, ...equal } = filter;
  const where: Where[] = Object.entries(equal).flatMap(([field, value]) =>
    value === undefined ? [] : [{ field, value }],
  );
  if (from !== undefined) where.push({ field: "at", operator: "gte", value: from });
  if (to !== undefined) where.push({ field: "at", operator: "lt", value: to });
  return where;
}
