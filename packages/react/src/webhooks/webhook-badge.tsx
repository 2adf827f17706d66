"use client";
import type { Webhook } from "../client/webhook-client.ts";
import { fill } from "../localization/message.ts";
import { useText } from "../provider/use-auth-ui.ts";
import { exactTime } from "../time/format-time.ts";
import { webhookState } from "./webhook-text.ts";

/** The dots are those of keys. */
const DOTS = { on: "active", failing: "expiring", off: "disabled" } as const;

const LABELS = { on: "WEBHOOK_ON", failing: "WEBHOOK_FAILING", off: "WEBHOOK_OFF" } as const;

export function WebhookBadge({ webhook }: { webhook: Webhook }) {
  const { text, locale } = useText();
  const state = webhookState(webhook);
  const since = webhook.failingSince;
  return (
    <span className="lk-webhook-badge">
      <span className="lk-badge" data-status={DOTS[state]}>
        {text[LABELS[state]]}
      </span>
      {state !== "failing" || since === null ? null : (
        <time dateTime={since.toISOString()}>
          {fill(text.WEBHOOK_FAILING_SINCE, { when: exactTime(since, locale) })}
        </time>
      )}
    </span>
  );
}
