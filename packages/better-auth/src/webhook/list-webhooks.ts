import { MAX_WEBHOOKS, WEBHOOK_EVENT_TYPES } from "@latchkey/core";
import { createAuthEndpoint } from "better-auth/api";
import { unchecked } from "../endpoint/inputs.ts";
import { answering, parseInput } from "../endpoint/refusals.ts";
import type { EndpointSettings } from "../options.ts";
import { type ApiKeyWebhookList, toWebhook } from "./webhook-answer.ts";
import { authorityOverWebhooks, webhookActor } from "./webhook-authority.ts";
import { type ListWebhooksInput, listWebhooksInput } from "./webhook-inputs.ts";
import { webhooksOf } from "./webhooks-access.ts";

/** `GET /api-key/webhooks`, `auth.api.listApiKeyWebhooks`: all of one owner, or of the installation. */
export const listWebhooks = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/webhooks",
    { method: "GET", query: unchecked<ListWebhooksInput | undefined>() },
    (ctx): Promise<ApiKeyWebhookList> =>
      answering(async () => {
        const caller = await webhookActor(ctx, settings);
        const input = parseInput(listWebhooksInput, ctx.query ?? {}, "query");
        const { userId: _userId, ...whose } = input;
        const asked = { ...whose, action: "webhooks" } as const;
        const { scope } = await authorityOverWebhooks(ctx, settings, caller, asked);
        const webhooks = (await webhooksOf(ctx.context).list(scope)).map(toWebhook);
        return { webhooks, types: WEBHOOK_EVENT_TYPES, limit: MAX_WEBHOOKS };
      }),
  );
