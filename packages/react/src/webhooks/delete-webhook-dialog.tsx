"use client";
import type { Webhook } from "../client/webhook-client.ts";
import { fill } from "../localization/message.ts";
import { ConfirmDialog } from "../part/confirm-dialog.tsx";
import { useOpen } from "../part/use-open.ts";
import { useAuthClient, useText } from "../provider/use-auth-ui.ts";
import { answerOf } from "../request/failure.ts";
import { useRequest } from "../request/use-request.ts";
import type { WebhooksCardState } from "./use-webhooks-card.ts";
import { webhookTitle } from "./webhook-text.ts";

export function DeleteWebhookDialog(props: { card: WebhooksCardState; webhook: Webhook }) {
  const { card, webhook } = props;
  const { text } = useText();
  const client = useAuthClient();
  const request = useRequest(card.failed);
  const { open, close } = useOpen();
  const name = webhookTitle(webhook);

  const remove = async () => {
    await request.run(async () => {
      await answerOf(client.apiKey.webhooks.delete({ webhookId: webhook.id }));
      await card.done(fill(text.NOTICE_WEBHOOK_DELETED, { name }));
      close();
    });
  };
  return (
    <ConfirmDialog
      open={open}
      title={fill(text.DELETE_WEBHOOK, { name })}
      description={text.DELETE_WEBHOOK_DESCRIPTION}
      confirm={text.DELETE_WEBHOOK_CONFIRM}
      request={request}
      onConfirm={() => void remove()}
      onCancel={close}
      onClosed={card.dialogs.closed}
      nextFocus={card.nextFocus}
    />
  );
}
