"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { abilitiesUnder } from "../api-keys/abilities.ts";
import { useKeyPolicy } from "../api-keys/use-keys.ts";
import type { Delivery, Webhook } from "../client/webhook-client.ts";
import { useCache } from "../provider/cache-context.ts";
import { useAuthClient } from "../provider/use-auth-ui.ts";
import { useViewer } from "../provider/use-viewer.ts";
import { RequestFailure } from "../request/failure.ts";
import { lastDeliveryOptions, webhookListOptions, webhookQueries } from "./webhook-queries.ts";

export type WebhooksPhase =
  | { kind: "loading" }
  | { kind: "failed"; failure: RequestFailure }
  /** The viewer's role does not allow it. */
  | { kind: "forbidden" }
  /** `limit`: how many there may be. */
  | { kind: "webhooks"; webhooks: readonly Webhook[]; limit: number };

export interface WebhooksState {
  phase: WebhooksPhase;
  /** Whoever is looking; empty while nobody is signed in. */
  userId: string;
  /** Asks for everything anew; resolves when it is there, or could not be loaded. */
  reload: () => Promise<void>;
  /** As `reload`, but not what was sent to them: of a webhook that has gone there is nothing to ask. */
  reloadList: () => Promise<void>;
  /** As `reload`, after a failure, which may have been of the session. */
  retry: () => void;
}

/** Of an organization, asked for only where the role allows it: others would be refused. */
export function useWebhooks(isOwn: boolean): WebhooksState {
  const client = useAuthClient();
  const cache = useCache();
  const { viewer, refetch } = useViewer(client);
  const userId = viewer.kind === "signed-in" ? viewer.userId : "";
  const policy = useKeyPolicy(viewer, !isOwn);
  const isAllowed = abilitiesUnder(policy.data, isOwn).create;
  const { data, error, isFetching } = useQuery(
    { ...webhookListOptions(client, userId), enabled: userId !== "" && isAllowed },
    cache,
  );
  const reload = useCallback(
    () => cache.invalidateQueries({ queryKey: webhookQueries.all(userId) }),
    [cache, userId],
  );
  const reloadList = useCallback(
    () => cache.invalidateQueries({ queryKey: webhookQueries.list(userId) }),
    [cache, userId],
  );
  const failed = isFetching || !(error instanceof RequestFailure) ? policy.failure : error;
  const phase = ((): WebhooksPhase => {
    if (data !== undefined && isAllowed) return { kind: "webhooks", ...data };
    if (viewer.kind === "unreachable") {
      return { kind: "failed", failure: new RequestFailure(0, null, "") };
    }
    if (failed !== null) return { kind: "failed", failure: failed };
    return { kind: policy.data !== undefined && !isAllowed ? "forbidden" : "loading" };
  })();
  const retry = () => {
    if (policy.failure !== null) policy.retry();
    void Promise.all([refetch(), reload()]);
  };
  return { phase, userId, reload, reloadList, retry };
}

/** The newest delivery of a webhook: `null` where there is none, `undefined` until it is known. */
export function useLastDelivery(userId: string, webhookId: string): Delivery | null | undefined {
  const options = lastDeliveryOptions(useAuthClient(), userId, webhookId);
  return useQuery({ ...options, enabled: userId !== "" }, useCache()).data;
}
