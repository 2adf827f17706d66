"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { useCache } from "../provider/cache-context.ts";
import { useAuthClient } from "../provider/use-auth-ui.ts";
import type { Viewer } from "../provider/use-viewer.ts";
import {
  askEarly,
  dropEarly,
  keyExistenceOptions,
  keyListOptions,
  type KeyListView,
  keyQueries,
} from "./key-queries.ts";

function userIdOf(viewer: Viewer): string | null {
  return viewer.kind === "signed-in" ? viewer.userId : null;
}

/** A page of the viewer's keys; while another page is on its way, the one before, never another user's. */
export function useKeyList(viewer: Viewer, view: KeyListView) {
  const client = useAuthClient();
  const userId = userIdOf(viewer);

  useEffect(() => {
    if (viewer.kind === "pending") askEarly(client);
    if (viewer.kind === "signed-out") dropEarly(client);
  }, [client, viewer.kind]);

  const options = keyListOptions(client, userId ?? "", view);
  return useQuery(
    {
      ...options,
      enabled: userId !== null,
      placeholderData: (page, query) => (query?.queryKey[1] === userId ? page : undefined),
    },
    useCache(),
  );
}

/** Asked only where it matters: when no key has the status that is looked at. */
export function useHasKeys(viewer: Viewer, enabled: boolean) {
  const client = useAuthClient();
  const userId = userIdOf(viewer);
  const options = keyExistenceOptions(client, userId ?? "");
  return useQuery({ ...options, enabled: enabled && userId !== null }, useCache());
}

/** Asks for the viewer's lists anew; resolves when what is on screen is up to date, or could not be loaded. */
export function useReloadKeys(viewer: Viewer): () => Promise<void> {
  const cache = useCache();
  const userId = userIdOf(viewer);
  return useCallback(
    () => cache.invalidateQueries({ queryKey: keyQueries.lists(userId ?? "") }),
    [cache, userId],
  );
}
