"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import type { KeyPolicy } from "../client/key-policy.ts";
import { useCache } from "../provider/cache-context.ts";
import { useAuthClient } from "../provider/use-auth-ui.ts";
import type { Viewer } from "../provider/use-viewer.ts";
import { RequestFailure } from "../request/failure.ts";
import type { KeyListView } from "./key-list-view.ts";
import {
  askEarly,
  dropEarly,
  keyExistenceOptions,
  keyListOptions,
  keyOptions,
  keyPolicyOptions,
  keyQueries,
} from "./key-queries.ts";
import { predecessorOf } from "./rotation.ts";

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

/** The key that `key` replaced: from the page that is shown, or else from the server. */
export function usePredecessor(
  viewer: Viewer,
  key: ApiKey | null,
  page: readonly ApiKey[],
): ApiKey | undefined {
  const client = useAuthClient();
  const userId = userIdOf(viewer);
  const known = key === null ? undefined : predecessorOf(key, page);
  const keyId = key?.replacesId ?? null;
  const asked = useQuery(
    {
      ...keyOptions(client, userId ?? "", keyId ?? ""),
      enabled: userId !== null && keyId !== null && known === undefined,
    },
    useCache(),
  );
  return known ?? asked.data;
}

/** Neither `data` nor `failure`: it is on its way. */
export interface PolicyState {
  data: KeyPolicy | undefined;
  failure: RequestFailure | null;
  retry: () => void;
}

/** Not asked before `enabled`: the list comes first. */
export function useKeyPolicy(viewer: Viewer, enabled: boolean): PolicyState {
  const client = useAuthClient();
  const userId = userIdOf(viewer);
  const options = keyPolicyOptions(client, userId ?? "");
  const { data, error, isFetching, refetch } = useQuery(
    { ...options, enabled: enabled && userId !== null },
    useCache(),
  );
  const failure = !isFetching && error instanceof RequestFailure ? error : null;
  return { data, failure, retry: () => void refetch() };
}

/** Asks for the viewer's lists anew; resolves when what is on screen is up to date, or could not be loaded. */
export function useReloadKeys(viewer: Viewer): () => Promise<void> {
  const cache = useCache();
  const userId = userIdOf(viewer);
  return useCallback(() => {
    // What was done to a key may settle what is told of it; nobody needs to wait for that.
    void cache.invalidateQueries({ queryKey: keyQueries.alerts(userId ?? "") });
    return cache.invalidateQueries({ queryKey: keyQueries.lists(userId ?? "") });
  }, [cache, userId]);
}
