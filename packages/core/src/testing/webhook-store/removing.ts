import { expect, it } from "vitest";
import type { WebhookStore } from "../../port/webhook-store.ts";
import { pendingDelivery, storedWebhook } from "./samples.ts";

/** Of a time before all that other tests end. */
const day = (date: number) => new Date(Date.UTC(2001, 0, date));

export function removing(store: () => WebhookStore): void {
  it("a webhook takes its deliveries along, and nobody else's", async () => {
    const [gone, stays] = [storedWebhook(), storedWebhook()];
    for (const webhook of [gone, stays]) {
      await store().insert(webhook);
      await store().put(pendingDelivery({ webhookId: webhook.id, state: "delivered" }));
    }
    expect(await store().remove(gone.id)).toBe(true);
    expect(await store().find(gone.id)).toBeNull();
    expect(await store().listDeliveries({ webhookId: gone.id, limit: 10 })).toEqual([]);
    expect(await store().listDeliveries({ webhookId: stays.id, limit: 10 })).toHaveLength(1);
    expect(await store().remove(gone.id)).toBe(false);
  });

  it("removes what ended before a moment, in one way, longest ended first, as many as it may", async () => {
    const { webhookId } = pendingDelivery();
    const put = async (date: number | null, state: "delivered" | "failed" | "pending") =>
      store().put(pendingDelivery({ webhookId, state, endedAt: date === null ? null : day(date) }));
    for (const date of [4, 1, 3, 2]) await put(date, "delivered");
    await put(1, "failed");
    await put(null, "pending");
    const removal = { state: "delivered", endedBefore: day(4), limit: 2 } as const;
    const left = async () =>
      (await store().listDeliveries({ webhookId, limit: 10 }))
        .flatMap(({ state, endedAt }) => (state === "delivered" ? [endedAt] : []))
        .toSorted((a, b) => Number(a) - Number(b));
    expect(await store().removeEnded(removal)).toBe(2);
    expect(await left()).toEqual([day(3), day(4)]);
    expect(await store().removeEnded(removal)).toBe(1);
    expect(await store().removeEnded(removal)).toBe(0);
    expect(await store().removeEnded({ ...removal, state: "failed" })).toBe(1);
    const states = (await store().listDeliveries({ webhookId, limit: 10 })).map(
      ({ state }) => state,
    );
    expect(states.toSorted()).toEqual(["delivered", "pending"]);
    await store().remove(webhookId);
  });
}
