import { WEBHOOK_EVENT_TYPES } from "@latchkey/core";
import { createAuthEndpoint } from "better-auth/api";
import { unchecked } from "../endpoint/inputs.ts";
import { notingDenial } from "../endpoint/noting-denial.ts";
import { answering, parseInput } from "../endpoint/refusals.ts";
import type { EndpointSettings } from "../options.ts";
import { auditWebhook } from "./audit-webhook.ts";
import { type ApiKeyWebhookWithSecret, toWebhook } from "./webhook-answer.ts";
import { authorityOverWebhooks, webhookActor } from "./webhook-authority.ts";
import { type CreateWebhookInput, createWebhookInput } from "./webhook-inputs.ts";
import { webhooksOf } from "./webhooks-access.ts";

/** `POST /api-key/webhooks/create`, `auth.api.createApiKeyWebhook`: the one answer, but for a new secret's, that holds the secret. */
export const createWebhook = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/webhooks/create",
    { method: "POST", body: unchecked<CreateWebhookInput>(), metadata: { noStore: true } },
    (ctx): Promise<ApiKeyWebhookWithSecret> =>
      answering(async () => {
        const caller = await webhookActor(ctx, settings);
        const input = parseInput(createWebhookInput, ctx.body, "body");
        const { url, description, types = WEBHOOK_EVENT_TYPES, userId: _userId, ...whose } = input;
        const asked = { ...whose, action: "create" } as const;
        const { actor, scope, asker } = await authorityOverWebhooks(ctx, settings, caller, asked);
        const webhooks = webhooksOf(ctx.context);
        const createdById = actor.kind === "user" ? actor.userId : null;
        const create = () => webhooks.create({ ...scope, url, description, types, createdById });
        const { webhook, secret } = await (asker === null
          ? create()
          : notingDenial(ctx, asker, create));
        try {
          await auditWebhook(ctx, actor, "webhookCreated", { before: null, after: webhook });
        } catch (error) {
          // Nobody will know its secret, nor that it is there.
          await webhooks.remove(webhook.id);
          throw error;
        }
        return { ...toWebhook(webhook), secret };
      }),
  );
