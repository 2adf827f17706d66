"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Delivery } from "../client/webhook-client.ts";
import { useCache } from "../provider/cache-context.ts";
import { useAuthClient } from "../provider/use-auth-ui.ts";
import { answerOf, RequestFailure } from "../request/failure.ts";
import { useRequest } from "../request/use-request.ts";
import { deliveryLogOptions, webhookQueries } from "./webhook-queries.ts";

/** How often the log is read anew while something in it is under way. */
const REFRESH = 3_000;

/** What was sent to a webhook, or is to be, newest first, a page at a time. */
export function useDeliveryLog(webhookId: string, userId: string) {
  const client = useAuthClient();
  const cache = useCache();
  const options = deliveryLogOptions(client, userId, webhookId);
  const query = useInfiniteQuery(
    {
      ...options,
      refetchInterval: ({ state }) =>
        state.data?.pages.some(({ deliveries }) => deliveries.some(isUnderWay)) === true
          ? REFRESH
          : false,
    },
    cache,
  );
  const { data, error, isFetching, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } =
    query;
  const request = useRequest();
  const [sendingId, setSendingId] = useState<string | null>(null);

  const redeliver = async ({ id: deliveryId }: Delivery) => {
    if (request.pending) return;
    setSendingId(deliveryId);
    await request.run(async () => {
      await answerOf(client.apiKey.webhooks.redeliver({ deliveryId }));
      await cache.invalidateQueries({ queryKey: webhookQueries.all(userId) });
    });
    setSendingId(null);
  };
  return {
    /** `undefined` until the first page has come. */
    deliveries: data?.pages.flatMap(({ deliveries }) => deliveries),
    failure: !isFetching && error instanceof RequestFailure ? error : null,
    retry: () => void refetch(),
    hasMore: hasNextPage,
    isFetchingMore: isFetchingNextPage,
    more: () => void fetchNextPage(),
    redeliver: (delivery: Delivery) => void redeliver(delivery),
    sendingId,
    /** Why sending again did not begin. */
    sendFailure: request.failure,
  };
}

/** Whether it is tried, or is about to be: what waits for long is not looked at all the time. */
function isUnderWay({ state, nextAttemptAt }: Delivery): boolean {
  if (state === "sending") return true;
  return state === "pending" && (nextAttemptAt?.getTime() ?? 0) < Date.now() + REFRESH;
}
