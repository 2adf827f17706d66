import { answerOf } from "../request/failure.ts";
import type { SecretWords } from "../api-keys/reveal/secret-words.ts";
import type { NewKey } from "../api-keys/reveal/use-key-making.ts";
import type { Outcome } from "../client/auth-client.ts";
import type { WebhookWithSecret } from "../client/webhook-client.ts";
import type { Localization } from "../localization/localization.ts";
import { webhookTitle } from "./webhook-text.ts";

/** What of a webhook's making is shown. Throws as `answerOf`. */
export async function newSecretOf(request: Promise<Outcome<WebhookWithSecret>>): Promise<NewKey> {
  const { secret, ...webhook } = await answerOf(request);
  return { key: secret, name: webhookTitle(webhook), createdAt: webhook.updatedAt };
}

export function secretWords(text: Localization): SecretWords {
  return {
    title: text.WEBHOOK_SECRET_TITLE,
    label: text.WEBHOOK_SECRET,
    copy: text.WEBHOOK_SECRET_COPY,
    copied: text.WEBHOOK_SECRET_COPIED,
    refused: text.WEBHOOK_SECRET_COPY_REFUSED,
    leave: text.WEBHOOK_SECRET_LEAVE,
    leaveDescription: text.WEBHOOK_SECRET_LEAVE_DESCRIPTION,
    back: text.WEBHOOK_SECRET_BACK,
    variableOf: () => "WEBHOOK_SECRET",
  };
}
