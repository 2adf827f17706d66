"use client";
import { CreateWebhookDialog } from "./create-webhook-dialog.tsx";
import { DeleteWebhookDialog } from "./delete-webhook-dialog.tsx";
import { RotateSecretDialog } from "./rotate-secret-dialog.tsx";
import type { WebhooksCardState } from "./use-webhooks-card.ts";
import { WebhookDetailsDialog } from "./webhook-details-dialog.tsx";

/** Beside the list, not in it: whatever happens to the list, an open dialog stays. */
export function WebhookDialogs({ card }: { card: WebhooksCardState }) {
  const { dialog } = card.dialogs;
  if (dialog === null) return null;
  switch (dialog.kind) {
    case "create":
      return <CreateWebhookDialog card={card} />;
    case "details":
      return <WebhookDetailsDialog card={card} webhook={dialog.webhook} />;
    case "rotate":
      return <RotateSecretDialog card={card} webhook={dialog.webhook} />;
    case "delete":
      return <DeleteWebhookDialog card={card} webhook={dialog.webhook} />;
  }
}
