import type { Webhook } from "../client/webhook-client.ts";
import type { Localization } from "../localization/localization.ts";
import { fill } from "../localization/message.ts";
import type { MenuItem } from "../part/row-menu-popup.tsx";
import { webhookTitle } from "./webhook-text.ts";

export type WebhookAction = "details" | "enable" | "disable" | "rotate" | "delete";

/** What can be done with a webhook, in the order of the menu. */
export function webhookActions(webhook: Webhook, text: Localization): MenuItem<WebhookAction>[] {
  const name = webhookTitle(webhook);
  const item = (action: WebhookAction, label: string, named: string) => {
    const opensDialog = action !== "enable" && action !== "disable";
    return { action, label, named: fill(named, { name }), opensDialog };
  };
  return [
    item("details", text.WEBHOOK_DELIVERIES, text.WEBHOOK_DELIVERIES_NAMED),
    webhook.enabled
      ? item("disable", text.WEBHOOK_SWITCH_OFF, text.WEBHOOK_SWITCH_OFF_NAMED)
      : item("enable", text.WEBHOOK_SWITCH_ON, text.WEBHOOK_SWITCH_ON_NAMED),
    item("rotate", text.WEBHOOK_ROTATE, text.WEBHOOK_ROTATE_NAMED),
    item("delete", text.DELETE, text.DELETE_NAMED),
  ];
}
