import { type AllKeysQuery, type KeyPage, KeyOperationError } from "@latchkey/core";
import type { DBAdapter } from "better-auth";
import * as z from "zod";
import { API_KEY_MODEL } from "../schema.ts";
import { allKeysConditions } from "./key-conditions.ts";
import { recordFromRow } from "./key-row.ts";

/** How many rows a search by the beginning of `start` looks through at most. */
const MAX_SEARCHED = 10_000;

const model = API_KEY_MODEL;

/** One page of all owners' records, by `createdAt`, and how many there are. */
export function listAllRows(adapter: DBAdapter, query: AllKeysQuery): Promise<KeyPage> {
  const { startsWith } = query;
  return startsWith === undefined
    ? pageOfDatabase(adapter, query)
    : pageOfSearch(adapter, query, startsWith);
}

async function pageOfDatabase(adapter: DBAdapter, query: AllKeysQuery): Promise<KeyPage> {
  const where = allKeysConditions(query);
  const { limit, offset } = query;
  const [rows, total] = await Promise.all([
    adapter.findMany({ model, where, limit, offset, sortBy: sortBy(query) }),
    adapter.count({ model, where }),
  ]);
  return { records: rows.map(recordFromRow), total };
}

const foundRow = z.object({ id: z.coerce.string(), start: z.string().nullish() });

/*
 * What begins so is for a database whatever LIKE finds: `_`, of which prefixes are full, stands for any
 * character there, and SQLite takes no heed of case. So the database finds too much, and what is
 * too much is dropped here.
 */
async function pageOfSearch(
  adapter: DBAdapter,
  query: AllKeysQuery,
  startsWith: string,
): Promise<KeyPage> {
  const rows: unknown[] = await adapter.findMany({
    model,
    where: allKeysConditions(query),
    select: ["id", "start", "createdAt"],
    limit: MAX_SEARCHED + 1,
    sortBy: sortBy(query),
  });
  if (rows.length > MAX_SEARCHED) throw new KeyOperationError("SEARCH_TOO_BROAD");
  const found = rows
    .map((row) => foundRow.parse(row))
    .filter(({ start }) => start?.startsWith(startsWith) === true);
  const ids = found.slice(query.offset, query.offset + query.limit).map(({ id }) => id);
  return { records: await recordsInOrder(adapter, ids), total: found.length };
}

async function recordsInOrder(adapter: DBAdapter, ids: string[]) {
  if (ids.length === 0) return [];
  const rows = await adapter.findMany({
    model,
    where: [{ field: "id", operator: "in", value: ids }],
    limit: ids.length,
  });
  const records = new Map(rows.map(recordFromRow).map((record) => [record.id, record]));
  return ids.flatMap((id) => records.get(id) ?? []);
}

function sortBy({ sortDirection }: AllKeysQuery) {
  return { field: "createdAt", direction: sortDirection } as const;
}
