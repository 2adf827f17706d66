import type {
  DeliveriesQuery,
  DeliveryRemoval,
  DueDeliveryQuery,
  WebhookStore,
} from "../port/webhook-store.ts";
import type { Delivery, DeliveryChange } from "./delivery.ts";
import {
  MAX_WEBHOOKS,
  type StoredWebhook,
  type WebhookChange,
  type WebhookScope,
  scopeName,
} from "./webhook.ts";

/** Webhooks in this process's memory: for tests, and the model for every other kind. */
export class MemoryWebhookStore implements WebhookStore {
  readonly #webhooks = new Map<string, StoredWebhook>();
  readonly #deliveries = new Map<string, Delivery>();

  async insert(webhook: StoredWebhook): Promise<boolean> {
    if (this.#in(webhook).length >= MAX_WEBHOOKS) return false;
    this.#webhooks.set(webhook.id, structuredClone(webhook));
    return true;
  }

  async find(id: string): Promise<StoredWebhook | null> {
    return structuredClone(this.#webhooks.get(id) ?? null);
  }

  async listOf(scope: WebhookScope): Promise<readonly StoredWebhook[]> {
    return structuredClone(
      this.#in(scope).toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime()),
    );
  }

  async change(id: string, version: number, change: WebhookChange): Promise<StoredWebhook | null> {
    return changed(this.#webhooks, id, version, change);
  }

  async remove(id: string): Promise<boolean> {
    for (const { id: deliveryId, webhookId } of this.#deliveries.values()) {
      if (webhookId === id) this.#deliveries.delete(deliveryId);
    }
    return this.#webhooks.delete(id);
  }

  async put(delivery: Delivery): Promise<boolean> {
    const { webhookId, eventId } = delivery;
    for (const each of this.#deliveries.values()) {
      if (each.webhookId === webhookId && each.eventId === eventId) return false;
    }
    this.#deliveries.set(delivery.id, structuredClone(delivery));
    return true;
  }

  async findDelivery(id: string): Promise<Delivery | null> {
    return structuredClone(this.#deliveries.get(id) ?? null);
  }

  async due({ now, limit, except = [] }: DueDeliveryQuery): Promise<readonly Delivery[]> {
    const due = [...this.#deliveries.values()].filter(
      ({ state, dueAt, webhookId }) =>
        (state === "pending" || state === "sending") && dueAt <= now && !except.includes(webhookId),
    );
    return structuredClone(
      due.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()).slice(0, limit),
    );
  }

  async changeDelivery(
    id: string,
    version: number,
    change: DeliveryChange,
  ): Promise<Delivery | null> {
    return changed(this.#deliveries, id, version, change);
  }

  async listDeliveries({
    webhookId,
    limit,
    cursor,
  }: DeliveriesQuery): Promise<readonly Delivery[]> {
    const wanted = [...this.#deliveries.values()].filter(
      (each) => each.webhookId === webhookId && (cursor === undefined || each.id < cursor),
    );
    return structuredClone(wanted.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit));
  }

  async removeEnded({ state, endedBefore, limit }: DeliveryRemoval): Promise<number> {
    const ended = [...this.#deliveries.values()]
      .flatMap((each) => (each.state === state && each.endedAt !== null ? [each] : []))
      .filter(({ endedAt }) => endedAt !== null && endedAt < endedBefore)
      .toSorted((a, b) => Number(a.endedAt) - Number(b.endedAt))
      .slice(0, limit);
    for (const { id } of ended) this.#deliveries.delete(id);
    return ended.length;
  }

  #in(scope: WebhookScope): readonly StoredWebhook[] {
    const name = scopeName(scope);
    return [...this.#webhooks.values()].filter((each) => scopeName(each) === name);
  }
}

interface Versioned {
  readonly version: number;
}

function changed<Row extends Versioned>(
  rows: Map<string, Row>,
  id: string,
  version: number,
  change: Partial<NoInfer<Row>>,
): Row | null {
  const row = rows.get(id);
  if (row?.version !== version) return null;
  const next = { ...row, ...change, version: version + 1 };
  rows.set(id, structuredClone(next));
  return next;
}
