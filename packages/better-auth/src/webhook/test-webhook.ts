import { createAuthEndpoint } from "better-auth/api";
import { unchecked } from "../endpoint/inputs.ts";
import { answering, parseInput } from "../endpoint/refusals.ts";
import type { EndpointSettings } from "../options.ts";
import { type ApiKeyWebhookDelivery, toDelivery } from "./webhook-answer.ts";
import { authorityOverWebhook, webhookActor } from "./webhook-authority.ts";
import { type WebhookIdInput, webhookIdInput } from "./webhook-inputs.ts";
import { webhooksOf } from "./webhooks-access.ts";

/** `POST /api-key/webhooks/test`, `auth.api.testApiKeyWebhook`: sends a `webhook.test` now, once, and answers what came of it. */
export const testWebhook = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/webhooks/test",
    { method: "POST", body: unchecked<WebhookIdInput>() },
    (ctx): Promise<ApiKeyWebhookDelivery> =>
      answering(async () => {
        const actor = await webhookActor(ctx, settings);
        const { webhookId } = parseInput(webhookIdInput, ctx.body, "body");
        const asked = { action: "webhooks", webhookId } as const;
        await authorityOverWebhook(ctx, settings, actor, asked);
        return toDelivery(await webhooksOf(ctx.context).test(webhookId));
      }),
  );
