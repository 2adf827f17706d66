import type { EndpointSettings } from "../options.ts";
import { createWebhook } from "./create-webhook.ts";
import { deleteWebhook } from "./delete-webhook.ts";
import { listDeliveries } from "./list-deliveries.ts";
import { listWebhooks } from "./list-webhooks.ts";
import { redeliver } from "./redeliver.ts";
import { rotateWebhookSecret } from "./rotate-webhook-secret.ts";
import { testWebhook } from "./test-webhook.ts";
import { updateWebhook } from "./update-webhook.ts";

export const webhookEndpoints = (settings: EndpointSettings) => ({
  createApiKeyWebhook: createWebhook(settings),
  listApiKeyWebhooks: listWebhooks(settings),
  updateApiKeyWebhook: updateWebhook(settings),
  deleteApiKeyWebhook: deleteWebhook(settings),
  rotateApiKeyWebhookSecret: rotateWebhookSecret(settings),
  testApiKeyWebhook: testWebhook(settings),
  listApiKeyWebhookDeliveries: listDeliveries(settings),
  redeliverApiKeyWebhook: redeliver(settings),
});

/** Each of these makes a request to somebody else's server: seconds, and how many in them from one address. */
export const webhookRateLimits = [
  {
    pathMatcher: (path: string) =>
      path === "/api-key/webhooks/test" || path === "/api-key/webhooks/redeliver",
    window: 60,
    max: 20,
  },
];
