import { createAuthEndpoint } from "better-auth/api";
import { unchecked } from "../endpoint/inputs.ts";
import { answering, parseInput } from "../endpoint/refusals.ts";
import type { EndpointSettings } from "../options.ts";
import { auditWebhook } from "./audit-webhook.ts";
import { authorityOverWebhook, webhookActor } from "./webhook-authority.ts";
import { type WebhookIdInput, webhookIdInput } from "./webhook-inputs.ts";
import { webhooksOf } from "./webhooks-access.ts";

/** `POST /api-key/webhooks/delete`, `auth.api.deleteApiKeyWebhook`: with all that was on its way to it, and its log. */
export const deleteWebhook = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/webhooks/delete",
    { method: "POST", body: unchecked<WebhookIdInput>() },
    (ctx): Promise<{ success: true }> =>
      answering(async () => {
        const actor = await webhookActor(ctx, settings);
        const { webhookId } = parseInput(webhookIdInput, ctx.body, "body");
        const asked = { action: "webhooks", webhookId } as const;
        const { webhook: before } = await authorityOverWebhook(ctx, settings, actor, asked);
        await webhooksOf(ctx.context).remove(webhookId);
        await auditWebhook(ctx, actor, "webhookDeleted", { before, after: null });
        return { success: true };
      }),
  );
