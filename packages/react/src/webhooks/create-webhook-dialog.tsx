"use client";
import { useRef } from "react";
import { NewKeyDialog } from "../api-keys/reveal/new-key-dialog.tsx";
import { useKeyMaking } from "../api-keys/reveal/use-key-making.ts";
import { fill } from "../localization/message.ts";
import { useAuthClient, useText } from "../provider/use-auth-ui.ts";
import { CreateWebhookForm } from "./create-webhook-form.tsx";
import type { WebhooksCardState } from "./use-webhooks-card.ts";
import { newSecretOf, secretWords } from "./webhook-secret.ts";

export function CreateWebhookDialog({ card }: { card: WebhooksCardState }) {
  const { text } = useText();
  const client = useAuthClient();
  const input = useRef<HTMLInputElement>(null);
  const making = useKeyMaking(card.reload, card.failed);
  return (
    <NewKeyDialog
      making={making}
      words={secretWords(text)}
      title={text.ADD_WEBHOOK}
      description={text.ADD_WEBHOOK_DESCRIPTION}
      initialFocus={input}
      describeKey={({ name }) => fill(text.WEBHOOK_SECRET_DESCRIPTION, { name })}
      onClosed={card.dialogs.closed}
      nextFocus={card.nextFocus}
    >
      <CreateWebhookForm
        request={making}
        urlRef={input}
        onSubmit={(wish) => making.make(() => newSecretOf(client.apiKey.webhooks.create(wish)))}
        onCancel={making.dismiss}
      />
    </NewKeyDialog>
  );
}
