"use client";
import { useRef } from "react";
import type { Webhook } from "../client/webhook-client.ts";
import { Button } from "../part/button.tsx";
import { DialogFooter, ModalDialog } from "../part/modal-dialog.tsx";
import { useOpen } from "../part/use-open.ts";
import { useText } from "../provider/use-auth-ui.ts";
import { exactTime } from "../time/format-time.ts";
import { DeliveryLog } from "./delivery-log.tsx";
import type { WebhooksCardState } from "./use-webhooks-card.ts";
import { WebhookBadge } from "./webhook-badge.tsx";
import { eventText, webhookTitle } from "./webhook-text.ts";

/** What there is to know of a webhook, and what became of what was sent to it. */
export function WebhookDetailsDialog(props: { card: WebhooksCardState; webhook: Webhook }) {
  const { card } = props;
  const { text, locale } = useText();
  const { open, close } = useOpen();
  const done = useRef<HTMLButtonElement>(null);
  const { phase } = card;
  const current = phase.kind === "webhooks" ? phase.webhooks : [];
  // As it is now: sending again may have changed it.
  const webhook = current.find(({ id }) => id === props.webhook.id) ?? props.webhook;
  const facts = [
    [text.WEBHOOK_URL, <code key="url">{webhook.url}</code>],
    [text.WEBHOOK_RECEIVES, webhook.types.map((type) => eventText(type, text)).join(", ")],
    [text.WEBHOOK_SECRET, <code key="secret">{webhook.secretHint}</code>],
    [text.CREATED, exactTime(webhook.createdAt, locale)],
  ] as const;
  return (
    <ModalDialog
      open={open}
      onDismiss={close}
      onClosed={card.dialogs.closed}
      initialFocus={done}
      finalFocus={card.nextFocus}
      size="wide"
      title={webhookTitle(webhook)}
      description={<WebhookBadge webhook={webhook} />}
    >
      <div className="lk-dialog-body lk-details-body">
        <dl className="lk-details">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <section className="lk-deliveries">
          <h3 className="lk-section-title">{text.WEBHOOK_DELIVERIES}</h3>
          <DeliveryLog webhook={webhook} userId={card.userId} />
        </section>
      </div>
      <DialogFooter>
        <Button ref={done} onClick={close}>
          {text.CLOSE}
        </Button>
      </DialogFooter>
    </ModalDialog>
  );
}
