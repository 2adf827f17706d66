import type {
  AllKeysQuery,
  ChangedKey,
  ChangedQuery,
  EndedQuery,
  ExpiredQuery,
  ForeignMarks,
  KeyChange,
  KeyDraft,
  KeyGuard,
  KeyPage,
  KeyQuery,
  KeyRecord,
  KeyStore,
  KeyTenant,
  KeyUse,
  QuotaSpending,
  UnreplacedQuery,
} from "@latchkey/core";
import type { DBAdapter } from "better-auth";
import * as z from "zod";
import { API_KEY_MODEL, REMOVED_MODEL } from "../schema.ts";
import { removeRows, rowId } from "./remove-rows.ts";
import { listAllRows } from "./all-keys.ts";
import {
  FOREIGN,
  endedConditions,
  expiredConditions,
  guardConditions,
  liveConditions,
  markConditions,
  unreplacedConditions,
} from "./key-conditions.ts";
import { listRows } from "./key-listing.ts";
import { columnsFromChange, recordFromRow, rowFromDraft } from "./key-row.ts";
import { writeMany } from "./write-many.ts";

/** What one look-up by `start` reads at most: with 8 random characters in it, two with the same one are a rarity. */
const MAX_CANDIDATES = 16;

const model = API_KEY_MODEL;

/** Keys in the database of a Better Auth installation, through whichever adapter it uses. */
export class AdapterKeyStore implements KeyStore {
  readonly #adapter: () => DBAdapter;

  /** @param adapter asked at each call, since Better Auth may replace it while it starts. */
  constructor(adapter: () => DBAdapter) {
    this.#adapter = adapter;
  }

  async insert(draft: KeyDraft): Promise<KeyRecord> {
    const data = rowFromDraft(draft);
    return recordFromRow(await this.#adapter().create({ model, data }));
  }

  async findById(id: string): Promise<KeyRecord | null> {
    const where = guardConditions(id, {});
    return recordOrNull(await this.#adapter().findOne({ model, where }));
  }

  async findByStart(start: string): Promise<readonly KeyRecord[]> {
    const rows = await this.#adapter().findMany({
      model,
      where: [{ field: "start", value: start }],
      limit: MAX_CANDIDATES,
    });
    return rows.map(recordFromRow);
  }

  async hasForeign(): Promise<boolean> {
    // Not `findOne`, which has adapters read all that there are and hand on the first.
    return (await this.#adapter().findMany({ model, where: [...FOREIGN], limit: 1 })).length > 0;
  }

  async findForeign(marks: ForeignMarks): Promise<readonly KeyRecord[]> {
    const where = markConditions(marks);
    if (where.length === 0) return [];
    const { hashes, lookups, origins } = marks;
    const limit = MAX_CANDIDATES * (hashes.length + lookups.length + origins.length);
    const rows = await this.#adapter().findMany({ model, where, limit });
    return rows.map(recordFromRow);
  }

  async listEnded({ limit, ...query }: EndedQuery): Promise<readonly KeyRecord[]> {
    const where = endedConditions(query);
    return (await this.#adapter().findMany({ model, where, limit })).map(recordFromRow);
  }

  async list(query: KeyQuery): Promise<KeyPage> {
    return listRows(this.#adapter(), query);
  }

  async countLive(tenant: KeyTenant & { readonly now: Date }): Promise<number> {
    return this.#adapter().count({ model, where: liveConditions(tenant) });
  }

  async listAll(query: AllKeysQuery): Promise<KeyPage> {
    return listAllRows(this.#adapter(), query);
  }

  async update(id: string, guard: KeyGuard, change: KeyChange): Promise<KeyRecord | null> {
    const row = await this.#adapter().incrementOne({
      model,
      where: guardConditions(id, guard),
      increment: {},
      set: columnsFromChange(change),
    });
    return recordOrNull(row);
  }

  async spendQuota(id: string, { amount, lastRefillAt }: QuotaSpending): Promise<KeyRecord | null> {
    const row = await this.#adapter().incrementOne({
      model,
      where: [
        ...guardConditions(id, { lastRefillAt }),
        // SQL compares nothing with null; an adapter in JavaScript finds null to be 0.
        { field: "remaining", operator: "ne", value: null },
        { field: "remaining", operator: "gte", value: amount },
      ],
      increment: { remaining: -amount },
    });
    return recordOrNull(row);
  }

  /**
   * As the port's. Where it rejects, the record may be gone all the same, without a note of it: other processes then
   * learn of it by reading the record anew.
   */
  async delete(id: string, guard: KeyGuard, at: Date): Promise<KeyRecord | null> {
    const where = guardConditions(id, guard);
    const record = recordOrNull(await this.#adapter().consumeOne({ model, where }));
    if (record === null) return null;
    // Not before the record is gone: whoever is told, and reads it again, must not find it.
    await this.#adapter().create({ model: REMOVED_MODEL, data: { keyId: id, removedAt: at } });
    return record;
  }

  async listChanged({ since, limit }: ChangedQuery): Promise<readonly ChangedKey[]> {
    const adapter = this.#adapter();
    const from = (field: string) => [{ field, operator: "gte" as const, value: since }];
    const [changed, removed] = await Promise.all([
      adapter.findMany({
        model,
        where: from("updatedAt"),
        select: ["id", "updatedAt"],
        limit,
      }),
      adapter.findMany({ model: REMOVED_MODEL, where: from("removedAt"), limit }),
    ]);
    const changes = changed.map((row) => changedRow.parse(row));
    const removals = removed.map((row) => removedRow.parse(row));
    return [
      ...changes.map(({ id, updatedAt: at }) => ({ id, at })),
      ...removals.map(({ keyId: id, removedAt: at }) => ({ id, at })),
    ].slice(0, limit);
  }

  async forgetRemoved({ before, limit }: { before: Date; limit: number }): Promise<number> {
    const rows = await this.#adapter().findMany({
      model: REMOVED_MODEL,
      where: [{ field: "removedAt", operator: "lt", value: before }],
      limit,
    });
    return removeRows(this.#adapter(), REMOVED_MODEL, rows);
  }

  async listExpired({ limit, ...period }: ExpiredQuery): Promise<readonly KeyRecord[]> {
    const rows = await this.#adapter().findMany({
      model,
      where: expiredConditions(period),
      limit,
      sortBy: { field: "expiresAt", direction: "asc" },
    });
    return rows.map(recordFromRow);
  }

  async listUnreplaced({ limit, ...query }: UnreplacedQuery): Promise<readonly KeyRecord[]> {
    const rows = await this.#adapter().findMany({
      model,
      where: unreplacedConditions(query),
      limit,
      sortBy: { field: "createdAt", direction: "asc" },
    });
    return rows.map(recordFromRow);
  }

  async findPending(limit: number): Promise<readonly KeyRecord[]> {
    const where = [{ field: "auditIsPending", value: true }];
    return (await this.#adapter().findMany({ model, where, limit })).map(recordFromRow);
  }

  async recordUse(uses: readonly KeyUse[]): Promise<void> {
    await writeMany(this.#adapter(), uses, (adapter, { id, at, address = null, client = null }) =>
      adapter.updateMany({
        model,
        where: guardConditions(id, {}),
        update: { lastRequest: at, lastAddress: address, lastClient: client },
      }),
    );
  }
}

const changedRow = rowId.extend({ updatedAt: z.coerce.date() });
const removedRow = z.object({ keyId: z.string(), removedAt: z.coerce.date() });

function recordOrNull(row: unknown): KeyRecord | null {
  return row === null || row === undefined ? null : recordFromRow(row);
}
