import { KeyOperationError } from "@latchkey/core";
import { createAuthEndpoint } from "better-auth/api";
import { unchecked } from "../endpoint/inputs.ts";
import { answering, parseInput } from "../endpoint/refusals.ts";
import type { EndpointSettings } from "../options.ts";
import { type ApiKeyWebhookDelivery, toDelivery } from "./webhook-answer.ts";
import { authorityOverWebhook, webhookActor } from "./webhook-authority.ts";
import { type RedeliverInput, redeliverInput } from "./webhook-inputs.ts";
import { webhooksOf } from "./webhooks-access.ts";

/** `POST /api-key/webhooks/redeliver`, `auth.api.redeliverApiKeyWebhook`: at once, and for a day from now, with the same `webhook-id`. */
export const redeliver = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/webhooks/redeliver",
    { method: "POST", body: unchecked<RedeliverInput>() },
    (ctx): Promise<ApiKeyWebhookDelivery> =>
      answering(async () => {
        const actor = await webhookActor(ctx, settings);
        const { deliveryId } = parseInput(redeliverInput, ctx.body, "body");
        const webhooks = webhooksOf(ctx.context);
        const delivery = await webhooks.findDelivery(deliveryId);
        if (delivery === null) throw new KeyOperationError("DELIVERY_NOT_FOUND");
        const asked = { action: "webhooks", webhookId: delivery.webhookId } as const;
        await authorityOverWebhook(ctx, settings, actor, asked).catch(hidingDelivery);
        return toDelivery(await webhooks.redeliver(deliveryId));
      }),
  );

/** Another owner's delivery is answered as one that never was. */
function hidingDelivery(error: unknown): never {
  if (error instanceof KeyOperationError && error.code === "WEBHOOK_NOT_FOUND") {
    throw new KeyOperationError("DELIVERY_NOT_FOUND");
  }
  throw error;
}
