import { createAuthEndpoint } from "better-auth/api";
import { unchecked } from "../endpoint/inputs.ts";
import { answering, parseInput } from "../endpoint/refusals.ts";
import type { EndpointSettings } from "../options.ts";
import { auditWebhook } from "./audit-webhook.ts";
import { type ApiKeyWebhook, toWebhook } from "./webhook-answer.ts";
import { authorityOverWebhook, webhookActor } from "./webhook-authority.ts";
import { type UpdateWebhookInput, updateWebhookInput } from "./webhook-inputs.ts";
import { webhooksOf } from "./webhooks-access.ts";

/** `POST /api-key/webhooks/update`, `auth.api.updateApiKeyWebhook`: what is left out stays. */
export const updateWebhook = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/webhooks/update",
    { method: "POST", body: unchecked<UpdateWebhookInput>() },
    (ctx): Promise<ApiKeyWebhook> =>
      answering(async () => {
        const actor = await webhookActor(ctx, settings);
        const input = parseInput(updateWebhookInput, ctx.body, "body");
        const { webhookId, userId: _userId, ...wish } = input;
        const asked = { action: "webhooks", webhookId } as const;
        const { webhook: before } = await authorityOverWebhook(ctx, settings, actor, asked);
        const after = await webhooksOf(ctx.context).update({ id: webhookId, ...wish });
        await auditWebhook(ctx, actor, "webhookUpdated", { before, after });
        return toWebhook(after);
      }),
  );
