import { type WebhookEvent, Webhooks, type WebhooksOptions, systemTimers } from "@latchkey/core";
import type { OpenedStores } from "./adapter-stores.ts";
import { httpSender } from "../webhook/http-sender.ts";
import { authSealer } from "../webhook/sealer.ts";

export const OWNER = { referenceId: "ann", configId: "default" } as const;
export const ALERTS = ["api_key.alert.raised"] as const;

/** Webhooks on a database, which send over real sockets, to this machine too. */
export function webhooksOn(
  { webhooks: store }: Pick<OpenedStores, "webhooks">,
  options: Partial<WebhooksOptions> = {},
): Webhooks {
  const targets = { allowPrivateTargets: true };
  return new Webhooks({
    store,
    sealer: authSealer({ secretConfig: "only-for-tests-0123456789-ABCDEFGHIJ" }),
    send: httpSender({ targets, timers: systemTimers }),
    targets,
    ...options,
  });
}

export function alertNumber(number: number): WebhookEvent {
  return {
    id: `alert-${number}`,
    type: "api_key.alert.raised",
    at: new Date(),
    ...OWNER,
    data: { number },
  };
}
