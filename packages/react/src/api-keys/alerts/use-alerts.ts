"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { KeyAlert } from "../../client/alerts-client.ts";
import { useCache } from "../../provider/cache-context.ts";
import { useAuthClient } from "../../provider/use-auth-ui.ts";
import { answerOf, RequestFailure } from "../../request/failure.ts";
import { keyQueries } from "../key-queries.ts";
import { byUrgency, isNews, isOpen } from "./alert-order.ts";
import { keyAlertsOptions, newsOptions, showAlerts } from "./alert-queries.ts";

const NONE: readonly KeyAlert[] = [];

/** What is open and unseen of all keys of the viewer, most urgent first; none while it is not known. */
export function useNews(userId: string): readonly KeyAlert[] {
  const options = newsOptions(useAuthClient(), userId);
  const { data } = useQuery({ ...options, enabled: userId !== "" }, useCache());
  const alerts = userId === "" ? NONE : (data ?? NONE);
  return useMemo(() => byUrgency(alerts.filter(isNews)), [alerts]);
}

/** What there is to tell of a key, most urgent first: at first what the list told already. */
export function useKeyAlerts(
  { id }: Pick<ApiKey, "id">,
  userId: string,
): { open: readonly KeyAlert[]; settled: readonly KeyAlert[] } {
  const client = useAuthClient();
  const cache = useCache();
  const { data } = useQuery(
    {
      ...keyAlertsOptions(client, userId, id),
      placeholderData: () =>
        cache
          .getQueryData<readonly KeyAlert[] | null>(newsOptions(client, userId).queryKey)
          ?.filter(({ keyId }) => keyId === id),
    },
    cache,
  );
  const alerts = data ?? NONE;
  return useMemo(
    () => ({
      open: byUrgency(alerts.filter(isOpen)),
      settled: alerts.filter((alert) => !isOpen(alert)),
    }),
    [alerts],
  );
}

export interface AlertHandling {
  failure: RequestFailure | null;
  acknowledge: (alert: KeyAlert) => void;
  resolve: (alert: KeyAlert) => void;
}

/** What is done to an alert shows at once, and is taken back where the server did not do it. */
export function useAlertHandling(userId: string): AlertHandling {
  const client = useAuthClient();
  const cache = useCache();
  const [failure, setFailure] = useState<RequestFailure | null>(null);

  const handle = async (how: "acknowledge" | "resolve", alert: KeyAlert) => {
    const queryKey = keyQueries.alerts(userId);
    setFailure(null);
    // What was asked before would show it again.
    await cache.cancelQueries({ queryKey });
    const done = how === "acknowledge" ? "acknowledgedAt" : "resolvedAt";
    showAlerts(cache, userId, [{ ...alert, [done]: new Date() }]);
    try {
      const input = { alertIds: [alert.id] };
      const { alerts } = await answerOf(
        how === "acknowledge"
          ? client.apiKey.alerts.acknowledge(input)
          : client.apiKey.alerts.resolve(input),
      );
      showAlerts(cache, userId, alerts);
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error;
      showAlerts(cache, userId, [alert]);
      setFailure(error);
    }
    // Also for what was asked before and given up.
    await cache.invalidateQueries({ queryKey });
  };
  return {
    failure,
    acknowledge: (alert) => void handle("acknowledge", alert),
    resolve: (alert) => void handle("resolve", alert),
  };
}
