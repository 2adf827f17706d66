"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCache } from "../../provider/cache-context.ts";
import { useAuthClient } from "../../provider/use-auth-ui.ts";
import { RequestFailure } from "../../request/failure.ts";
import { keyHistoryOptions } from "../key-queries.ts";

/** The key's audit entries, newest first, a page at a time. Asked for when it is first used, and anew each time. */
export function useHistory(apiKey: ApiKey, userId: string) {
  const query = useInfiniteQuery(keyHistoryOptions(useAuthClient(), userId, apiKey), useCache());
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = query;
  return {
    /** `undefined` until the first page has come. */
    entries: data?.pages.flatMap(({ entries }) => entries),
    failure: !isFetching && error instanceof RequestFailure ? error : null,
    hasMore: hasNextPage,
    isFetching,
    /** Where that fails, the next call tries again. */
    more: async () => {
      if (!isFetching) await fetchNextPage();
    },
    retry: () => void refetch(),
  };
}
