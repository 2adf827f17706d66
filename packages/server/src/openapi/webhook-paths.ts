import { reading, writing } from "./api-key-paths.ts";
import type { Paths } from "./operation.ts";

const TAG = "Webhooks";

/** Where owners and administrators have events sent to. */
export const webhookPaths: Paths = {
  "/api/auth/api-key/webhooks": reading("listWebhooks", {
    id: "listApiKeyWebhooks",
    tag: TAG,
    summary: "List webhooks",
    answers: ["WebhookList", "All of one owner, or of the installation, oldest first."],
    refuses: [],
  }),
  "/api/auth/api-key/webhooks/create": writing("CreateWebhook", {
    id: "createApiKeyWebhook",
    tag: TAG,
    summary: "Have events sent to a URL",
    answers: ["WebhookWithSecret", "The webhook and its secret: this is the only time it is seen."],
    refuses: [409],
  }),
  "/api/auth/api-key/webhooks/update": writing("UpdateWebhook", {
    id: "updateApiKeyWebhook",
    tag: TAG,
    summary: "Change a webhook; what is left out stays",
    answers: ["Webhook", "The webhook as it is now."],
    refuses: [404, 409],
  }),
  "/api/auth/api-key/webhooks/delete": writing("DeleteWebhook", {
    id: "deleteApiKeyWebhook",
    tag: TAG,
    summary: "Remove a webhook, what was on its way to it, and its log",
    answers: ["DeletedApiKey", "It is gone."],
    refuses: [404],
  }),
  "/api/auth/api-key/webhooks/rotate-secret": writing("RotateWebhookSecret", {
    id: "rotateApiKeyWebhookSecret",
    tag: TAG,
    summary: "Make a new secret; for a day messages are signed with both",
    answers: ["WebhookWithSecret", "The new secret: this is the only time it is seen."],
    refuses: [404, 409],
  }),
  "/api/auth/api-key/webhooks/test": writing("TestWebhook", {
    id: "testApiKeyWebhook",
    tag: TAG,
    summary: "Send a test event now, once",
    answers: ["WebhookDelivery", "What came of it."],
    refuses: [404],
  }),
  "/api/auth/api-key/webhooks/deliveries": reading("webhookDeliveries", {
    id: "listApiKeyWebhookDeliveries",
    tag: TAG,
    summary: "What was sent to a webhook, or is to be, newest first",
    answers: ["WebhookDeliveries", "A page of it."],
    refuses: [404],
  }),
  "/api/auth/api-key/webhooks/redeliver": writing("RedeliverWebhook", {
    id: "redeliverApiKeyWebhook",
    tag: TAG,
    summary: "Send an event again, with the same webhook-id",
    answers: ["WebhookDelivery", "The delivery as it is now: due."],
    refuses: [404, 409],
  }),
};
