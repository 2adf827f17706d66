import type {
  ApiKeyWebhook,
  ApiKeyWebhookDeliveries,
  ApiKeyWebhookDelivery,
  ApiKeyWebhookList,
  ApiKeyWebhookWithSecret,
} from "@latchkey/better-auth/client";
import type { Outcome } from "./auth-client.ts";

export type Webhook = ApiKeyWebhook;
export type Delivery = ApiKeyWebhookDelivery;
export type WebhookListAnswer = ApiKeyWebhookList;
/** `secret` is seen this once. */
export type WebhookWithSecret = ApiKeyWebhookWithSecret;

export interface CreateWebhookInput {
  url: string;
  description?: string;
  /** Whose events it is told of. Default: the user's. */
  organizationId?: string;
}

export interface DeliveriesQuery {
  webhookId: string;
  /** 1 to 100. */
  limit?: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
}

/** Itself the list. */
export interface WebhookClient {
  (input?: { query: { organizationId?: string } }): Promise<Outcome<WebhookListAnswer>>;
  create(input: CreateWebhookInput): Promise<Outcome<WebhookWithSecret>>;
  update(input: { webhookId: string; enabled?: boolean }): Promise<Outcome<Webhook>>;
  delete(input: { webhookId: string }): Promise<Outcome<unknown>>;
  rotateSecret(input: { webhookId: string }): Promise<Outcome<WebhookWithSecret>>;
  /** Sends now, and answers what came of it. */
  test(input: { webhookId: string }): Promise<Outcome<Delivery>>;
  deliveries(input: { query: DeliveriesQuery }): Promise<Outcome<ApiKeyWebhookDeliveries>>;
  redeliver(input: { deliveryId: string }): Promise<Outcome<Delivery>>;
}

/** The same webhooks, except that those that are listed and created are the organization's. */
export function webhooksOfOrganization(
  webhooks: WebhookClient,
  organizationId: string,
): WebhookClient {
  const create: WebhookClient["create"] = (input) => webhooks.create({ ...input, organizationId });
  // Better Auth's clients are proxies whose members do not exist until asked for: they cannot be copied.
  return new Proxy(webhooks, {
    apply: () => webhooks({ query: { organizationId } }),
    get: (target, name) => (name === "create" ? create : Reflect.get(target, name)),
  });
}
