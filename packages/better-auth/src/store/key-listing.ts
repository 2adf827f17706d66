import {
  DEFAULT_CONFIG_ID,
  type KeyPage,
  type KeyQuery,
  type KeySortField,
  type KeyTenant,
  type SortableKey,
  compareKeys,
  matchesSearch,
} from "@latchkey/core";
import type { DBAdapter } from "better-auth";
import * as z from "zod";
import { API_KEY_MODEL } from "../schema.ts";
import { idConditions, queryConditions } from "./key-conditions.ts";
import { date, recordFromRow } from "./key-row.ts";

/*
 * Databases agree on which rows are an owner's, on environments and statuses, and on the order of
 * moments. They do not agree on the case of letters beyond ASCII, on where nulls sort, nor on how `%`
 * is said literally, and no adapter takes the two groups of ORs that a search among unexpired keys
 * would be. So a search, and an order by a column that may be null, is done here, over the few
 * columns it takes of one owner's rows.
 */

const model = API_KEY_MODEL;

/** All there are: adapters stop at 100 unless they are told otherwise. */
const NO_LIMIT = 2 ** 31 - 1;

/** Columns that every row has a value in, so that all databases sort them alike. */
const SORTED_BY_DATABASE: ReadonlySet<KeySortField> = new Set(["createdAt", "updatedAt"]);

/** One page of an owner's records, in the order of `compareKeys`, and how many there are. */
export function listRows(adapter: DBAdapter, query: KeyQuery): Promise<KeyPage> {
  const isForDatabase = query.search === undefined && SORTED_BY_DATABASE.has(query.sortBy);
  return isForDatabase ? pageOfDatabase(adapter, query) : pageOfScan(adapter, query);
}

/** So that an adapter that reads conditions in some other way shows nothing, rather than everybody's keys. */
function assertOwn(rows: readonly KeyTenant[], { configId, referenceId }: KeyQuery): void {
  const configIds = new Set([configId].flat());
  const isOwn = (row: KeyTenant) => configIds.has(row.configId) && row.referenceId === referenceId;
  if (rows.every(isOwn)) return;
  throw new Error("The database adapter answered another owner's keys; nothing was shown.");
}

/** Filtered, sorted and cut to the page by the database. */
async function pageOfDatabase(adapter: DBAdapter, query: KeyQuery): Promise<KeyPage> {
  const where = queryConditions(query);
  const { limit, offset, sortBy, sortDirection } = query;
  const [rows, total] = await Promise.all([
    adapter.findMany({
      model,
      where,
      limit,
      offset,
      sortBy: { field: sortBy, direction: sortDirection },
    }),
    adapter.count({ model, where }),
  ]);
  const records = rows.map(recordFromRow);
  assertOwn(records, query);
  return { records, total };
}

/** Searched and sorted here: reads little of every row of the owner, and all of those on the page. */
async function pageOfScan(adapter: DBAdapter, query: KeyQuery): Promise<KeyPage> {
  const found = await scan(adapter, query);
  found.sort((a, b) => compareKeys(a, b, query));
  const ids = found.slice(query.offset, query.offset + query.limit).map(({ id }) => id);
  if (ids.length === 0) return { records: [], total: found.length };
  const rows = await adapter.findMany({
    model,
    where: idConditions(ids, query),
    limit: ids.length,
  });
  const records = new Map(rows.map(recordFromRow).map((record) => [record.id, record]));
  return {
    records: ids.flatMap((id) => records.get(id) ?? []),
    total: found.length,
  };
}

const COLUMNS = [
  "id",
  "configId",
  "referenceId",
  "start",
  "name",
  "createdAt",
  "updatedAt",
  "expiresAt",
  "lastRequest",
] as const;

const scannedRow = z.object({
  id: z.coerce.string(),
  configId: orElse(z.string(), DEFAULT_CONFIG_ID),
  referenceId: z.string(),
  start: orElse(z.string(), ""),
  name: orElse(z.string(), null),
  createdAt: date,
  updatedAt: date,
  expiresAt: orElse(date, null),
  lastRequest: orElse(date, null),
});

function orElse<Schema extends z.ZodType, Otherwise>(schema: Schema, otherwise: Otherwise) {
  return schema.nullish().transform((value) => value ?? otherwise);
}

async function scan(adapter: DBAdapter, query: KeyQuery): Promise<SortableKey[]> {
  const { search } = query;
  const rows = await adapter.findMany({
    model,
    where: queryConditions(query),
    select: [...COLUMNS],
    limit: NO_LIMIT,
  });
  const keys = rows.map((row) => scannedRow.parse(row));
  assertOwn(keys, query);
  return search === undefined ? keys : keys.filter((key) => matchesSearch(key, search));
}
