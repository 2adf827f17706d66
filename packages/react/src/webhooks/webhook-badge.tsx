"use client";
import type { Webhook } from "../client/webhook-client.ts";
import { fill } from "../localization/message.ts";
import { useText } from "../provider/use-auth-ui.ts";
import { exactTime, relativeTime } from "../time/format-time.ts";
import { webhookState } from "./webhook-text.ts";

/** The dots are those of keys. */
const DOTS = { on: "active", failing: "expiring", off: "disabled" } as const;

export function WebhookBadge({ webhook, now }: { webhook: Webhook; now: number }) {
  const { text, locale } = useText();
  const state = webhookState(webhook);
  const since = webhook.failingSince;
  return (
    <span className="lk-badge" data-status={DOTS[state]}>
      {state === "on" ? text.WEBHOOK_ON : null}
      {state === "off" ? text.WEBHOOK_OFF : null}
      {state !== "failing" || since === null ? null : (
        <time dateTime={since.toISOString()} title={exactTime(since, locale)}>
          {fill(text.WEBHOOK_FAILING, { when: relativeTime(since, now, locale) })}
        </time>
      )}
    </span>
  );
}
