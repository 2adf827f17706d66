import { createAuthEndpoint } from "better-auth/api";
import { unchecked } from "../endpoint/inputs.ts";
import { answering, parseInput } from "../endpoint/refusals.ts";
import type { EndpointSettings } from "../options.ts";
import { auditWebhook } from "./audit-webhook.ts";
import { type ApiKeyWebhookWithSecret, toWebhook } from "./webhook-answer.ts";
import { authorityOverWebhook, webhookActor } from "./webhook-authority.ts";
import { type WebhookIdInput, webhookIdInput } from "./webhook-inputs.ts";
import { webhooksOf } from "./webhooks-access.ts";

/** `POST /api-key/webhooks/rotate-secret`, `auth.api.rotateApiKeyWebhookSecret`: for a day messages are signed with both. */
export const rotateWebhookSecret = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/webhooks/rotate-secret",
    { method: "POST", body: unchecked<WebhookIdInput>(), metadata: { noStore: true } },
    (ctx): Promise<ApiKeyWebhookWithSecret> =>
      answering(async () => {
        const actor = await webhookActor(ctx, settings);
        const { webhookId } = parseInput(webhookIdInput, ctx.body, "body");
        const asked = { action: "create", webhookId } as const;
        const { webhook: before } = await authorityOverWebhook(ctx, settings, actor, asked);
        const { webhook: after, secret } = await webhooksOf(ctx.context).rotateSecret(webhookId);
        await auditWebhook(ctx, actor, "webhookSecretRotated", { before, after });
        return { ...toWebhook(after), secret };
      }),
  );
