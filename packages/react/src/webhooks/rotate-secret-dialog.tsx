"use client";
import { type FormEvent, useRef } from "react";
import { NewKeyDialog } from "../api-keys/reveal/new-key-dialog.tsx";
import { useKeyMaking } from "../api-keys/reveal/use-key-making.ts";
import type { Webhook } from "../client/webhook-client.ts";
import { fill } from "../localization/message.ts";
import { Button } from "../part/button.tsx";
import { Failure } from "../part/failure.tsx";
import { DialogFooter } from "../part/modal-dialog.tsx";
import { useAuthClient, useText } from "../provider/use-auth-ui.ts";
import type { WebhooksCardState } from "./use-webhooks-card.ts";
import { newSecretOf, secretWords } from "./webhook-secret.ts";
import { webhookTitle } from "./webhook-text.ts";

export function RotateSecretDialog({
  card,
  webhook,
}: {
  card: WebhooksCardState;
  webhook: Webhook;
}) {
  const { text } = useText();
  const client = useAuthClient();
  const back = useRef<HTMLButtonElement>(null);
  const making = useKeyMaking(card.reload, card.failed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    making.make(() => newSecretOf(client.apiKey.webhooks.rotateSecret({ webhookId: webhook.id })));
  };
  return (
    <NewKeyDialog
      making={making}
      words={secretWords(text)}
      title={fill(text.WEBHOOK_ROTATE_TITLE, { name: webhookTitle(webhook) })}
      description={text.WEBHOOK_ROTATE_DESCRIPTION}
      initialFocus={back}
      describeKey={({ name }) => fill(text.WEBHOOK_SECRET_ROTATED_DESCRIPTION, { name })}
      onClosed={card.dialogs.closed}
      nextFocus={card.nextFocus}
    >
      <form noValidate onSubmit={submit}>
        {making.failure === null ? null : (
          <div className="lk-dialog-body">
            <Failure failure={making.failure} />
          </div>
        )}
        <DialogFooter>
          <Button ref={back} onClick={making.dismiss}>
            {text.CANCEL}
          </Button>
          <Button type="submit" variant="primary" pending={making.pending}>
            {making.pending ? text.ROTATING : text.WEBHOOK_ROTATE_CONFIRM}
          </Button>
        </DialogFooter>
      </form>
    </NewKeyDialog>
  );
}
