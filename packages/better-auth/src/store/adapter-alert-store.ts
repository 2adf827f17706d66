import type {
  AlertChange,
  AlertFilter,
  AlertGuard,
  AlertQuery,
  AlertStore,
  DueAlertQuery,
  NewAlert,
  StoredAlert,
  StoredAlertPage,
} from "@latchkey/core";
import type { DBAdapter, Where } from "better-auth";
import { ALERT_MODEL } from "../schema.ts";
import { removeRows } from "./remove-rows.ts";
import { alertFromRow, columnsFromChange, rowFromAlert } from "./alert-row.ts";

const model = ALERT_MODEL;

/** Alerts in the database of a Better Auth installation, through whichever adapter it uses. */
export class AdapterAlertStore implements AlertStore {
  readonly #adapter: () => DBAdapter;
  /** The last insert of this process: one at a time, because not every adapter knows unique columns. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param adapter asked at each call, since Better Auth may replace it while it starts. */
  constructor(adapter: () => DBAdapter) {
    this.#adapter = adapter;
  }

  insert(alert: NewAlert): Promise<StoredAlert | null> {
    const insert = this.#last.then(() => this.#insert(alert));
    this.#last = insert.catch(() => undefined);
    return insert;
  }

  findEvents(events: readonly string[]): Promise<readonly StoredAlert[]> {
    return this.#findAmong("event", events);
  }

  find(ids: readonly string[]): Promise<readonly StoredAlert[]> {
    return this.#findAmong("id", ids);
  }

  async list({ filter, limit, offset }: AlertQuery): Promise<StoredAlertPage> {
    const where = filterConditions(filter);
    const sortBy = { field: "place", direction: "desc" } as const;
    const [rows, total] = await Promise.all([
      this.#adapter().findMany({ model, where, limit, offset, sortBy }),
      this.#adapter().count({ model, where }),
    ]);
    return { alerts: rows.map(alertFromRow), total };
  }

  async listOpen({ after, limit }: { readonly after: string; readonly limit: number }) {
    const where: Where[] = [
      { field: "resolvedAt", value: null },
      { field: "place", operator: "gt", value: after },
    ];
    return this.#findSorted(where, limit, "place");
  }

  async update(id: string, guard: AlertGuard, change: AlertChange): Promise<StoredAlert | null> {
    const { countBy } = change;
    const row: unknown = await this.#adapter().incrementOne({
      model,
      where: [{ field: "id", value: id }, ...guardConditions(guard)],
      increment: countBy === undefined ? {} : { count: countBy },
      set: columnsFromChange(change),
    });
    return row === null || row === undefined ? null : alertFromRow(row);
  }

  listDue({ message, until, limit }: DueAlertQuery): Promise<readonly StoredAlert[]> {
    const field = message === "sending" ? "sendAt" : "announceAt";
    const where: Where[] = [
      // An adapter in JavaScript finds null to be less than any moment.
      { field, operator: "ne", value: null },
      { field, operator: "lte", value: until },
    ];
    return this.#findSorted(where, limit, field);
  }

  listUnsent({ referenceId, limit }: { readonly referenceId: string; readonly limit: number }) {
    const where: Where[] = [
      { field: "referenceId", value: referenceId },
      { field: "sendAt", operator: "ne", value: null },
      { field: "sendAttempts", value: 0 },
    ];
    return this.#findSorted(where, limit, "place");
  }

  async removeResolved({ before, limit }: { readonly before: Date; readonly limit: number }) {
    const where: Where[] = [
      { field: "resolvedAt", operator: "ne", value: null },
      { field: "resolvedAt", operator: "lte", value: before },
    ];
    const rows = await this.#adapter().findMany({ model, where, limit, select: ["id"] });
    return removeRows(this.#adapter(), model, rows);
  }

  async #insert(alert: NewAlert): Promise<StoredAlert | null> {
    if (await this.#isThere(alert)) return null;
    try {
      return alertFromRow(await this.#adapter().create({ model, data: rowFromAlert(alert) }));
    } catch (error) {
      // Another process came first; or else it is the database that has failed.
      if (!(await this.#isThere(alert))) throw error;
      return null;
    }
  }

  async #isThere({ event }: NewAlert): Promise<boolean> {
    const where = [{ field: "event", value: event }];
    return (await this.#adapter().findMany({ model, where, limit: 1 })).length > 0;
  }

  async #findAmong(field: "event" | "id", values: readonly string[]) {
    if (values.length === 0) return [];
    const rows = await this.#adapter().findMany({
      model,
      where: [{ field, operator: "in", value: [...values] }],
      limit: values.length,
    });
    return rows.map(alertFromRow);
  }

  async #findSorted(where: Where[], limit: number, field: string): Promise<readonly StoredAlert[]> {
    const sortBy = { field, direction: "asc" } as const;
    return (await this.#adapter().findMany({ model, where, limit, sortBy })).map(alertFromRow);
  }
}

function filterConditions(filter: AlertFilter): Where[] {
  const { open, acknowledged, configId, raisedFrom, ...equal } = filter;
  const where: Where[] = Object.entries(equal).flatMap(([field, value]) =>
    value === undefined ? [] : [{ field, value }],
  );
  if (configId !== undefined) {
    const configIds = [configId].flat();
    where.push({ field: "configId", operator: "in", value: configIds });
  }
  if (open !== undefined) where.push(isNull("resolvedAt", open));
  if (acknowledged !== undefined) where.push(isNull("acknowledgedAt", !acknowledged));
  if (raisedFrom !== undefined) {
    where.push({ field: "raisedAt", operator: "gte", value: raisedFrom });
  }
  return where;
}

function guardConditions(guard: AlertGuard): Where[] {
  return Object.entries(guard).flatMap(([field, value]: [string, Date | null | undefined]) =>
    value === undefined ? [] : [{ field, operator: "eq", value }],
  );
}

function isNull(field: string, is: boolean): Where {
  return { field, operator: is ? "eq" : "ne", value: null };
}
