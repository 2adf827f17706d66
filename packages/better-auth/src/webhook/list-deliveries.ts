import { createAuthEndpoint } from "better-auth/api";
import { unchecked } from "../endpoint/inputs.ts";
import { answering, parseInput } from "../endpoint/refusals.ts";
import type { EndpointSettings } from "../options.ts";
import { type ApiKeyWebhookDeliveries, toDelivery } from "./webhook-answer.ts";
import { authorityOverWebhook, webhookActor } from "./webhook-authority.ts";
import { type DeliveriesInput, deliveriesInput } from "./webhook-inputs.ts";
import { webhooksOf } from "./webhooks-access.ts";

/** `GET /api-key/webhooks/deliveries`, `auth.api.listApiKeyWebhookDeliveries`: a page of what was sent, or is to be, newest first. */
export const listDeliveries = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/webhooks/deliveries",
    { method: "GET", query: unchecked<DeliveriesInput>() },
    (ctx): Promise<ApiKeyWebhookDeliveries> =>
      answering(async () => {
        const actor = await webhookActor(ctx, settings);
        const input = parseInput(deliveriesInput, ctx.query ?? {}, "query");
        const { webhookId, limit, cursor } = input;
        const asked = { action: "webhooks", webhookId } as const;
        await authorityOverWebhook(ctx, settings, actor, asked);
        const page = await webhooksOf(ctx.context).deliveries({ webhookId, limit, cursor });
        return { deliveries: page.deliveries.map(toDelivery), nextCursor: page.nextCursor };
      }),
  );
