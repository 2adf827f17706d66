import type { Delivery, Webhook } from "../client/webhook-client.ts";
import type { Localization } from "../localization/localization.ts";
import { fill } from "../localization/message.ts";

/** A webhook goes by its description, or else by where it leads. */
export function webhookTitle({ description, url }: Pick<Webhook, "description" | "url">): string {
  return description ?? URL.parse(url)?.host ?? url;
}

export type WebhookState = "on" | "failing" | "off";

export function webhookState({
  enabled,
  failingSince,
}: Pick<Webhook, "enabled" | "failingSince">): WebhookState {
  if (!enabled) return "off";
  return failingSince === null ? "on" : "failing";
}

const EVENTS = {
  "api_key.alert.raised": "EVENT_ALERT_RAISED",
  "webhook.test": "EVENT_TEST",
} as const satisfies Record<string, keyof Localization>;

/** What an event is, in words; one that only a newer server knows, by its type. */
export function eventText(type: string, text: Localization): string {
  return isKnown(type) ? text[EVENTS[type]] : type;
}

function isKnown(type: string): type is keyof typeof EVENTS {
  return Object.hasOwn(EVENTS, type);
}

const STATES = {
  pending: "DELIVERY_PENDING",
  sending: "DELIVERY_SENDING",
  delivered: "DELIVERY_DELIVERED",
  failed: "DELIVERY_FAILED",
} as const satisfies Record<Delivery["state"], keyof Localization>;

export function deliveryStateText(state: Delivery["state"], text: Localization): string {
  return text[STATES[state]];
}

/** What came back from the receiver, as far as it did. */
export function answerText(
  { lastStatus, lastError }: Pick<Delivery, "lastStatus" | "lastError">,
  text: Localization,
): string | null {
  if (lastStatus !== null) return fill(text.DELIVERY_ANSWERED, { status: lastStatus });
  return lastError;
}
