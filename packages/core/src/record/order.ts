import type { KeyRecord } from "./record.ts";

export const KEY_SORT_FIELDS = [
  "createdAt",
  "updatedAt",
  "expiresAt",
  "lastRequest",
  "name",
] as const;
export type KeySortField = (typeof KEY_SORT_FIELDS)[number];

export interface KeyOrder {
  readonly sortBy: KeySortField;
  readonly sortDirection: "asc" | "desc";
}

/** What of a record its place in a list depends on. */
export type SortableKey = Pick<KeyRecord, "id" | KeySortField>;

// The same on every machine: neither its language nor the database's has a say in where a key is found.
const LETTERS = new Intl.Collator("en", { numeric: true });

/**
 * Compares two records as a list sorts them. Those without the value come last, in either direction;
 * names as people sort them ("key 9" before "Key 10"); equals with the newest first.
 */
export function compareKeys(a: SortableKey, b: SortableKey, order: KeyOrder): number {
  const newest = b.createdAt.getTime() - a.createdAt.getTime();
  return byField(a, b, order) || newest || (a.id < b.id ? -1 : 1);
}

function byField(a: SortableKey, b: SortableKey, { sortBy, sortDirection }: KeyOrder): number {
  const [left, right] = [a[sortBy], b[sortBy]];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const ascending =
    typeof left === "string"
      ? LETTERS.compare(left, String(right))
      : left.getTime() - Number(right);
  return sortDirection === "asc" ? ascending : -ascending;
}
