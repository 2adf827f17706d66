import { describeWebhookStore } from "../testing/describe-webhook-store.ts";
import { MemoryWebhookStore } from "./memory-webhook-store.ts";

describeWebhookStore({
  name: "in memory",
  create: async () => ({ webhooks: new MemoryWebhookStore(), dispose: async () => undefined }),
});
