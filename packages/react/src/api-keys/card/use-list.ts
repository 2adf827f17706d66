"use client";
import { useCallback, useState } from "react";
import type { Viewer } from "../../provider/use-viewer.ts";
import { FIRST_VIEW, type KeyListView, PAGE_SIZE } from "../key-list-view.ts";
import type { ShownPage } from "../key-queries.ts";
import { useHasKeys, useKeyList } from "../use-keys.ts";
import { isUndecided, type ListPhase, listPhase } from "./list-phase.ts";
import { useSearch } from "./use-search.ts";

export interface ListState {
  view: KeyListView;
  /** Looks at other keys, from their first page on unless a page is named. */
  change: (changed: Partial<Omit<KeyListView, "search">>) => void;
  /** What is in the search field; `view.search` follows it. */
  typed: string;
  type: (search: string) => void;
  /** Looks at all that this view has, whatever was typed. */
  show: (view: KeyListView) => void;
  phase: ListPhase;
  /** `undefined` until there is one. */
  page: ShownPage | undefined;
  /** What is on screen belongs to the view before: the one asked for is on its way. */
  isStale: boolean;
}

/** The viewer's keys, as far as they are looked at. */
export function useList(viewer: Viewer): ListState {
  const [view, setView] = useState(FIRST_VIEW);
  const list = useKeyList(viewer, view);
  const hasKeys = useHasKeys(viewer, isUndecided(list.data));
  const ask = useCallback(
    (search: string) => setView((current) => ({ ...current, search, page: 0 })),
    [],
  );
  const { typed, type } = useSearch(view.search, list.isFetching, ask);

  const emptied = emptiedPage(list.isPlaceholderData ? undefined : list.data);
  if (emptied !== null) setView({ ...view, page: emptied });

  return {
    view,
    change: (changed) => setView({ ...view, page: 0, ...changed }),
    typed,
    type,
    show: (shown) => {
      setView(shown);
      type(shown.search);
    },
    phase: listPhase(viewer, list, hasKeys),
    page: list.data,
    isStale: list.isPlaceholderData,
  };
}

/** The last key of the last page may have gone: the number of the page before it that there is to show. */
function emptiedPage(page: ShownPage | undefined): number | null {
  if (page === undefined || page.apiKeys.length > 0 || page.view.page === 0) return null;
  return Math.max(0, Math.ceil(page.total / PAGE_SIZE) - 1);
}
