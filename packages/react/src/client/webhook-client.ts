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
  const list: (...input: Parameters<WebhookClient>) => ReturnType<WebhookClient> = () =>
    webhooks({ query: { organizationId } });
  return Object.assign(list, {
    create: (input: CreateWebhookInput) => webhooks.create({ ...input, organizationId }),
    update: webhooks.update,
    delete: webhooks.delete,
    rotateSecret: webhooks.rotateSecret,
    test: webhooks.test,
    deliveries: webhooks.deliveries,
    redeliver: webhooks.redeliver,
  });
}
