"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { retryTwice, SCOPE } from "../api-keys/key-queries.ts";
import type { OverviewAnswer } from "../client/admin-client.ts";
import { useCache } from "../provider/cache-context.ts";
import { useAuthClient } from "../provider/use-auth-ui.ts";
import { useViewer } from "../provider/use-viewer.ts";
import { answerOf, RequestFailure } from "../request/failure.ts";
import { overviewPeriod, type OverviewRange } from "./overview-range.ts";

export interface ShownOverview extends OverviewAnswer {
  /** What it is of: while another is on its way, not the one that is asked for. */
  range: OverviewRange;
}

/** Neither `shown` nor `failure`: it is on its way. While another range is, the one before is shown. */
export interface OverviewState {
  shown: ShownOverview | undefined;
  isStale: boolean;
  failure: RequestFailure | null;
  retry: () => void;
  /** Whoever is looking; empty while nobody is signed in. */
  userId: string;
}

/** Asked for when somebody looks, and not again by itself: each look at it is in the audit log. */
export function useOverview(range: OverviewRange): OverviewState {
  const client = useAuthClient();
  const { viewer } = useViewer(client);
  const userId = viewer.kind === "signed-in" ? viewer.userId : "";
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(
    {
      queryKey: [SCOPE, userId, "overview", range],
      queryFn: async (): Promise<ShownOverview> => {
        const query = overviewPeriod(range, Date.now());
        return { ...(await answerOf(client.apiKey.admin.overview({ query }))), range };
      },
      enabled: userId !== "",
      placeholderData: keepPreviousData,
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: retryTwice,
    },
    useCache(),
  );
  const failure = !isFetching && error instanceof RequestFailure ? error : null;
  return { shown: data, isStale: isPlaceholderData, failure, retry: () => void refetch(), userId };
}
