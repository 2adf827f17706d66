import type { KeyFilter, ListKeysQuery } from "../client/auth-client.ts";

export const PAGE_SIZE = 10;

/** In characters: what the server takes. */
export const MAX_SEARCH_LENGTH = 100;

export type KeySort = "newest" | "name" | "used" | "expires";

/** What of the list is looked at. */
export interface KeyListView {
  filter: KeyFilter | "all";
  /** Keys of this one; empty: of none; `null`: of every one. */
  environment: string | null;
  /** Without outer spaces; empty: all. */
  search: string;
  sort: KeySort;
  /** Counts from 0. */
  page: number;
}

export const FIRST_VIEW: KeyListView = {
  filter: "live",
  environment: null,
  search: "",
  sort: "newest",
  page: 0,
};

const ORDERS = {
  newest: { sortBy: "createdAt", sortDirection: "desc" },
  name: { sortBy: "name", sortDirection: "asc" },
  used: { sortBy: "lastRequest", sortDirection: "desc" },
  expires: { sortBy: "expiresAt", sortDirection: "asc" },
} as const satisfies Record<KeySort, ListKeysQuery>;

export function listQuery({ filter, environment, search, sort, page }: KeyListView): ListKeysQuery {
  return {
    limit: PAGE_SIZE,
    offset: page * PAGE_SIZE,
    ...ORDERS[sort],
    ...(filter === "all" ? {} : { status: filter }),
    ...(environment === null ? {} : { environment }),
    ...(search === "" ? {} : { search }),
  };
}

export function isFirstView(view: KeyListView): boolean {
  return (
    isUnnarrowed(view) &&
    view.filter === FIRST_VIEW.filter &&
    view.page === FIRST_VIEW.page &&
    view.sort === FIRST_VIEW.sort
  );
}

/** Neither a search nor an environment leaves keys out. */
export function isUnnarrowed({ environment, search }: KeyListView): boolean {
  return environment === null && search === "";
}
