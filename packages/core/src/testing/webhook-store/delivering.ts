import { expect, it } from "vitest";
import type { WebhookStore } from "../../port/webhook-store.ts";
import { afterNoon, pendingDelivery } from "./samples.ts";

export function delivering(store: () => WebhookStore): void {
  it("a delivery is found as it was put in", async () => {
    const delivery = pendingDelivery({
      state: "failed",
      attempts: 3,
      lastAttemptAt: afterNoon(1),
      lastStatus: 500,
      lastError: "The receiver answered 500.",
      endedAt: afterNoon(2),
    });
    expect(await store().put(delivery)).toBe(true);
    expect(await store().findDelivery(delivery.id)).toEqual(delivery);
    expect(await store().findDelivery("whd_none")).toBeNull();
  });

  it("one event is put once for each webhook, by however many at once", async () => {
    const [one, other] = [pendingDelivery(), pendingDelivery()];
    const { webhookId, eventId } = one;
    const same = Array.from({ length: 10 }, () => pendingDelivery({ webhookId, eventId }));
    const put = await Promise.all([one, ...same].map((delivery) => store().put(delivery)));
    expect(put.filter(Boolean)).toHaveLength(1);
    expect(await store().listDeliveries({ webhookId, limit: 100 })).toHaveLength(1);
    expect(await store().put(pendingDelivery({ webhookId, eventId }))).toBe(false);
    expect(await store().put({ ...other, eventId })).toBe(true);
    expect(await store().put(pendingDelivery({ webhookId }))).toBe(true);
  });

  it("pages through one webhook's, newest first, each once", async () => {
    const { webhookId } = pendingDelivery();
    const times = [5, 3, 3, 900_000_000_000, 1, 4, 3];
    for (const time of times) {
      await store().put(pendingDelivery({ webhookId, createdAt: afterNoon(time) }));
    }
    await store().put(pendingDelivery());
    const read: string[] = [];
    const moments: number[] = [];
    for (let cursor: string | undefined; ; cursor = read.at(-1)) {
      const page = await store().listDeliveries({ webhookId, limit: 2, cursor });
      read.push(...page.map(({ id }) => id));
      moments.push(...page.map(({ createdAt }) => createdAt.getTime()));
      if (page.length < 2) break;
    }
    expect(new Set(read).size).toBe(times.length);
    expect(moments).toEqual(
      times.toSorted((a, b) => b - a).map((time) => afterNoon(time).getTime()),
    );
  });
}
