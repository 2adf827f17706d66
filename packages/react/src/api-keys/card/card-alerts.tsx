"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { type RefObject, useState } from "react";
import type { KeyAlert } from "../../client/alerts-client.ts";
import { useCache } from "../../provider/cache-context.ts";
import { useAuthClient } from "../../provider/use-auth-ui.ts";
import { useRequest } from "../../request/use-request.ts";
import { AlertsBanner } from "../alerts/alerts-banner.tsx";
import { keyOptions } from "../key-queries.ts";
import type { KeysCardState } from "./use-keys-card.ts";

export interface CardAlertsProps {
  card: KeysCardState;
  root: RefObject<HTMLElement | null>;
}

/** The alerts above the list. The key that one is of need not be in the list as it is shown. */
export function CardAlerts({ card, root }: CardAlertsProps) {
  const { list, userId, dialogs, dismissNotice } = card;
  const client = useAuthClient();
  const cache = useCache();
  const { run, failure } = useRequest();
  const [openingId, setOpening] = useState<string | null>(null);

  const open = async ({ id: alertId, keyId }: KeyAlert) => {
    dismissNotice();
    setOpening(alertId);
    await run(async () => {
      const known = list.page?.apiKeys.find(({ id }) => id === keyId);
      const options = keyOptions(client, userId, keyId);
      const key = known ?? (await cache.fetchQuery<ApiKey>(options));
      dialogs.open({ kind: "details", key, index: 0, alertId });
    });
    setOpening(null);
  };
  return (
    <AlertsBanner
      userId={userId}
      onOpen={(alert) => void open(alert)}
      openingId={openingId}
      failure={failure}
      focusElsewhere={() => {
        const title = root.current?.querySelector<HTMLElement>('[data-lk-focus="title"]');
        title?.focus({ preventScroll: true });
      }}
    />
  );
}
