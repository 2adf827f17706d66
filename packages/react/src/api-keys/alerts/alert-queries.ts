import type { QueryClient } from "@tanstack/react-query";
import type { ApiKeyAlertPage } from "@latchkey/better-auth/client";
import type { AlertsQuery, KeyAlert } from "../../client/alerts-client.ts";
import type { AuthUIClient } from "../../client/auth-client.ts";
import { answerOf, RequestFailure } from "../../request/failure.ts";
import { keyQueries, retryTwice } from "../key-queries.ts";

const REFRESH = 60_000;
const MAX_ALERTS = 100;

/** What an owner should look at and nobody has yet said that they have. `null` on a server that raises no alerts. */
export function newsOptions(client: AuthUIClient, userId: string) {
  return {
    queryKey: [...keyQueries.alerts(userId), "news"],
    queryFn: () => askAlerts(client, { open: true, acknowledged: false, limit: MAX_ALERTS }),
    staleTime: REFRESH,
    refetchInterval: REFRESH,
    retry: retryTwice,
  };
}

/** All that is told of one key. */
export function keyAlertsOptions(client: AuthUIClient, userId: string, keyId: string) {
  return {
    queryKey: [...keyQueries.alerts(userId), "key", keyId],
    queryFn: () => askAlerts(client, { keyId, limit: MAX_ALERTS }),
    refetchInterval: REFRESH,
    retry: retryTwice,
  };
}

async function askAlerts(
  client: AuthUIClient,
  query: AlertsQuery,
): Promise<readonly KeyAlert[] | null> {
  try {
    const { alerts }: ApiKeyAlertPage = await answerOf(client.apiKey.alerts({ query }));
    return alerts;
  } catch (error) {
    if (error instanceof RequestFailure && error.status === 404) return null;
    throw error;
  }
}

/** Shows these alerts as they are now, wherever they are on screen. */
export function showAlerts(cache: QueryClient, userId: string, changed: readonly KeyAlert[]): void {
  const byId = new Map(changed.map((alert) => [alert.id, alert]));
  cache.setQueriesData<readonly KeyAlert[] | null>(
    { queryKey: keyQueries.alerts(userId) },
    (alerts) => alerts?.map((alert) => byId.get(alert.id) ?? alert),
  );
}
