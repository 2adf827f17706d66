import type { Delivery, DeliveryChange, DeliveryState } from "../webhook/delivery.ts";
import type { StoredWebhook, WebhookChange, WebhookScope } from "../webhook/webhook.ts";

export interface DueDeliveryQuery {
  readonly now: Date;
  /** At most 1,000. */
  readonly limit: number;
  /** Webhooks that are not to be looked at. */
  readonly except?: readonly string[] | undefined;
}

export interface DeliveriesQuery {
  readonly webhookId: string;
  /** At most 101. */
  readonly limit: number;
  /** The id of the last delivery that the reader has: only older ones. */
  readonly cursor?: string | undefined;
}

export interface DeliveryRemoval {
  readonly state: Extract<DeliveryState, "delivered" | "failed">;
  /** Deliveries that ended before this moment. */
  readonly endedBefore: Date;
  /** At most 1,000. */
  readonly limit: number;
}

/**
 * Webhooks, and what is on its way to them. Any number of processes may use it at once. Every method
 * rejects, with whatever the store threw, when the store cannot be reached; what resolves is durable.
 */
export interface WebhookStore {
  /** Adds a webhook, unless its scope has `MAX_WEBHOOKS` already: of any number at once no more than that get in. Tells whether it did. */
  insert(webhook: StoredWebhook): Promise<boolean>;
  find(id: string): Promise<StoredWebhook | null>;
  /** All of one scope and no other, oldest first: an indexed look-up. */
  listOf(scope: WebhookScope): Promise<readonly StoredWebhook[]>;
  /**
   * Changes a webhook if it is still at this version, in one atomic step, and answers it as it is then;
   * `null` where it has changed or is gone.
   */
  change(id: string, version: number, change: WebhookChange): Promise<StoredWebhook | null>;
  /** Removes a webhook with its deliveries, and tells whether it was there. */
  remove(id: string): Promise<boolean>;

  /** Adds a delivery, unless its webhook has one of the same event. Tells whether it did. */
  put(delivery: Delivery): Promise<boolean>;
  findDelivery(id: string): Promise<Delivery | null>;
  /** Deliveries that are `pending` or `sending` and due now, longest due first: an indexed look-up. */
  due(query: DueDeliveryQuery): Promise<readonly Delivery[]>;
  /** As `change`, of a delivery. */
  changeDelivery(id: string, version: number, change: DeliveryChange): Promise<Delivery | null>;
  /** Of one webhook, by id, the largest first, which is the newest: an indexed look-up. */
  listDeliveries(query: DeliveriesQuery): Promise<readonly Delivery[]>;
  /** Removes deliveries, longest ended first, and answers how many: fewer than the limit when none are left. */
  removeEnded(removal: DeliveryRemoval): Promise<number>;
}
