import type { ApiKeyWebhookDeliveries } from "@latchkey/better-auth/client";
import { retryTwice, SCOPE } from "../api-keys/key-queries.ts";
import type { AuthUIClient } from "../client/auth-client.ts";
import type { Delivery } from "../client/webhook-client.ts";
import { answerOf } from "../request/failure.ts";

export const webhookQueries = {
  all: (userId: string) => [SCOPE, userId, "webhooks"] as const,
  list: (userId: string) => [SCOPE, userId, "webhooks", "list"] as const,
  deliveries: (userId: string, webhookId: string) =>
    [SCOPE, userId, "webhooks", "deliveries", webhookId] as const,
};

export function webhookListOptions(client: AuthUIClient, userId: string) {
  return {
    queryKey: webhookQueries.list(userId),
    queryFn: () => answerOf(client.apiKey.webhooks()),
    retry: retryTwice,
  };
}

/** The newest delivery; `null` where there is none. */
export function lastDeliveryOptions(client: AuthUIClient, userId: string, webhookId: string) {
  return {
    queryKey: [...webhookQueries.deliveries(userId, webhookId), "last"] as const,
    queryFn: async (): Promise<Delivery | null> => {
      const query = { webhookId, limit: 1 };
      const { deliveries } = await answerOf(client.apiKey.webhooks.deliveries({ query }));
      return deliveries[0] ?? null;
    },
    retry: retryTwice,
  };
}

const PAGE = 10;

/** Read anew each time that it is looked at. */
export function deliveryLogOptions(client: AuthUIClient, userId: string, webhookId: string) {
  const first: string | null = null;
  return {
    queryKey: [...webhookQueries.deliveries(userId, webhookId), "log"] as const,
    queryFn: ({
      pageParam: cursor,
    }: {
      pageParam: string | null;
    }): Promise<ApiKeyWebhookDeliveries> => {
      const query = { webhookId, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
      return answerOf(client.apiKey.webhooks.deliveries({ query }));
    },
    initialPageParam: first,
    getNextPageParam: ({ nextCursor }: ApiKeyWebhookDeliveries) => nextCursor,
    gcTime: 0,
    retry: retryTwice,
  };
}
