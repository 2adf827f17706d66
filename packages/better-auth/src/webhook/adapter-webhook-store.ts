import {
  type DeliveriesQuery,
  type Delivery,
  type DeliveryChange,
  type DeliveryRemoval,
  type DueDeliveryQuery,
  MAX_WEBHOOKS,
  type StoredWebhook,
  type WebhookChange,
  type WebhookScope,
  type WebhookStore,
  scopeName,
} from "@latchkey/core";
import type { DBAdapter, Where } from "better-auth";
import * as z from "zod";
import { DELIVERY_MODEL, WEBHOOK_MODEL } from "../schema.ts";
import { deliveryFromRow, messageName, rowFromDelivery } from "./delivery-row.ts";
import { columnsFromWebhookChange, rowFromWebhook, webhookFromRow } from "./webhook-row.ts";

const slotRow = z.object({ slot: z.string() });
const idRow = z.object({ deliveryId: z.string() });

/** Webhooks and deliveries in the database of a Better Auth installation, through whichever adapter it uses. */
export class AdapterWebhookStore implements WebhookStore {
  readonly #adapter: () => DBAdapter;
  /** The last row that this process adds: one at a time, because not every adapter knows unique columns. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param adapter asked at each call, since Better Auth may replace it while it starts. */
  constructor(adapter: () => DBAdapter) {
    this.#adapter = adapter;
  }

  insert(webhook: StoredWebhook): Promise<boolean> {
    return this.#inTurn(() => this.#insert(webhook));
  }

  async find(id: string): Promise<StoredWebhook | null> {
    const where = [equal("webhookId", id)];
    return webhookOrNull(await this.#adapter().findOne({ model: WEBHOOK_MODEL, where }));
  }

  async listOf(scope: WebhookScope): Promise<readonly StoredWebhook[]> {
    const rows = await this.#rowsOf(scope);
    return rows
      .map(webhookFromRow)
      .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  }

  async change(id: string, version: number, change: WebhookChange): Promise<StoredWebhook | null> {
    const row: unknown = await this.#adapter().incrementOne({
      model: WEBHOOK_MODEL,
      where: [equal("webhookId", id), equal("version", version)],
      increment: { version: 1 },
      set: columnsFromWebhookChange(change),
    });
    return webhookOrNull(row);
  }

  async remove(id: string): Promise<boolean> {
    const where = [equal("webhookId", id)];
    // The webhook first: from then on nothing is added to its deliveries.
    const removed = await this.#adapter().deleteMany({ model: WEBHOOK_MODEL, where });
    await this.#adapter().deleteMany({ model: DELIVERY_MODEL, where });
    return removed > 0;
  }

  put(delivery: Delivery): Promise<boolean> {
    return this.#inTurn(() => this.#put(delivery));
  }

  async findDelivery(id: string): Promise<Delivery | null> {
    const where = [equal("deliveryId", id)];
    return deliveryOrNull(await this.#adapter().findOne({ model: DELIVERY_MODEL, where }));
  }

  async due({ now, limit, except = [] }: DueDeliveryQuery): Promise<readonly Delivery[]> {
    const where: Where[] = [
      { field: "state", operator: "in", value: ["pending", "sending"] },
      { field: "dueAt", operator: "lte", value: now },
    ];
    if (except.length > 0) {
      where.push({ field: "webhookId", operator: "not_in", value: [...except] });
    }
    const sortBy = { field: "dueAt", direction: "asc" } as const;
    const rows = await this.#adapter().findMany({ model: DELIVERY_MODEL, where, limit, sortBy });
    return rows.map(deliveryFromRow);
  }

  async changeDelivery(
    id: string,
    version: number,
    change: DeliveryChange,
  ): Promise<Delivery | null> {
    const row: unknown = await this.#adapter().incrementOne({
      model: DELIVERY_MODEL,
      where: [equal("deliveryId", id), equal("version", version)],
      increment: { version: 1 },
      set: { ...change },
    });
    return deliveryOrNull(row);
  }

  async listDeliveries({
    webhookId,
    limit,
    cursor,
  }: DeliveriesQuery): Promise<readonly Delivery[]> {
    const where: Where[] = [equal("webhookId", webhookId)];
    if (cursor !== undefined) where.push({ field: "deliveryId", operator: "lt", value: cursor });
    const sortBy = { field: "deliveryId", direction: "desc" } as const;
    const rows = await this.#adapter().findMany({ model: DELIVERY_MODEL, where, limit, sortBy });
    return rows.map(deliveryFromRow);
  }

  async removeEnded({ state, endedBefore, limit }: DeliveryRemoval): Promise<number> {
    const model = DELIVERY_MODEL;
    const rows = await this.#adapter().findMany({
      model,
      where: [
        equal("state", state),
        // SQL compares nothing with null; an adapter in JavaScript finds null to be less than any moment.
        { field: "endedAt", operator: "ne", value: null },
        { field: "endedAt", operator: "lt", value: endedBefore },
      ],
      limit,
      sortBy: { field: "endedAt", direction: "asc" },
      // What is sorted by must be among what is read.
      select: ["deliveryId", "endedAt"],
    });
    if (rows.length === 0) return 0;
    const ids = rows.map((row) => idRow.parse(row).deliveryId);
    // One that was asked for again since it was read stays.
    const where = [
      equal("state", state),
      { field: "deliveryId", operator: "in" as const, value: ids },
    ];
    await this.#adapter().deleteMany({ model, where });
    return rows.length;
  }

  async #insert(webhook: StoredWebhook): Promise<boolean> {
    for (;;) {
      const slot = await this.#freeSlot(webhook);
      if (slot === null) return false;
      const data = rowFromWebhook(webhook, slot);
      try {
        await this.#adapter().create({ model: WEBHOOK_MODEL, data });
        return true;
      } catch (error) {
        // Another process has taken the slot; or else it is the database that has failed.
        if ((await this.#freeSlot(webhook, slot)) === slot) throw error;
      }
    }
  }

  /** `null` where all are taken. */
  async #freeSlot(scope: WebhookScope, wanted?: string): Promise<string | null> {
    const taken = new Set((await this.#rowsOf(scope)).map((row) => slotRow.parse(row).slot));
    if (wanted !== undefined && !taken.has(wanted)) return wanted;
    return slotsOf(scope).find((slot) => !taken.has(slot)) ?? null;
  }

  async #rowsOf(scope: WebhookScope): Promise<readonly unknown[]> {
    const where: Where[] = [{ field: "slot", operator: "in", value: slotsOf(scope) }];
    return this.#adapter().findMany({ model: WEBHOOK_MODEL, where, limit: MAX_WEBHOOKS });
  }

  async #put(delivery: Delivery): Promise<boolean> {
    if (await this.#holds(delivery)) return false;
    try {
      await this.#adapter().create({ model: DELIVERY_MODEL, data: rowFromDelivery(delivery) });
      return true;
    } catch (error) {
      // Another process came first; or else it is the database that has failed.
      if (!(await this.#holds(delivery))) throw error;
      return false;
    }
  }

  async #holds(delivery: Delivery): Promise<boolean> {
    const where = [equal("message", messageName(delivery))];
    return (await this.#adapter().count({ model: DELIVERY_MODEL, where })) > 0;
  }

  #inTurn<T>(add: () => Promise<T>): Promise<T> {
    const added = this.#last.then(add);
    this.#last = added.catch(() => undefined);
    return added;
  }
}

/** The places that webhooks of a scope may have. */
function slotsOf(scope: WebhookScope): string[] {
  return Array.from({ length: MAX_WEBHOOKS }, (_, index) => `${scopeName(scope)}${index}`);
}

function equal(field: string, value: string | number): Where {
  return { field, value };
}

function webhookOrNull(row: unknown): StoredWebhook | null {
  return row === null || row === undefined ? null : webhookFromRow(row);
}

function deliveryOrNull(row: unknown): Delivery | null {
  return row === null || row === undefined ? null : deliveryFromRow(row);
}
