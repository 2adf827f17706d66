import { expect, it } from "vitest";
import type { WebhookStore } from "../../port/webhook-store.ts";
import { pendingDelivery } from "./samples.ts";

/** Of a time before all that other tests leave due. */
const at = (second: number) => new Date(Date.UTC(2001, 0, 1, 0, 0, second));

export function claiming(store: () => WebhookStore): void {
  it("what is pending or being sent is due from its moment on, longest due first; what has ended is not", async () => {
    const late = pendingDelivery({ dueAt: at(3) });
    const early = pendingDelivery({ dueAt: at(1), state: "sending" });
    const now = pendingDelivery({ dueAt: at(4) });
    const never = [
      pendingDelivery({ dueAt: at(5) }),
      pendingDelivery({ dueAt: at(2), state: "delivered" }),
      pendingDelivery({ dueAt: at(2), state: "failed" }),
    ];
    for (const delivery of [late, early, now, ...never]) await store().put(delivery);
    expect(await store().due({ now: at(4), limit: 100 })).toEqual([early, late, now]);
    expect(await store().due({ now: at(4), limit: 2 })).toEqual([early, late]);
    const except = [early.webhookId, now.webhookId];
    expect(await store().due({ now: at(4), limit: 2, except })).toEqual([late]);
    for (const { id, version } of [late, early, now, ...never]) {
      await store().changeDelivery(id, version, { state: "delivered" });
    }
    expect(await store().due({ now: at(60), limit: 100 })).toEqual([]);
  });

  it("of 10 that claim it at once one has it, and it is due no more until the claim runs out", async () => {
    const delivery = pendingDelivery({ dueAt: at(1) });
    await store().put(delivery);
    const claim = { state: "sending", attempts: 1, dueAt: at(60), lastAttemptAt: at(1) } as const;
    const claims = await Promise.all(
      Array.from({ length: 10 }, () => store().changeDelivery(delivery.id, 1, claim)),
    );
    const won = claims.filter((each) => each !== null);
    expect(won).toEqual([{ ...delivery, ...claim, version: 2 }]);
    expect(await store().due({ now: at(59), limit: 10 })).toEqual([]);
    expect(await store().due({ now: at(60), limit: 10 })).toEqual(won);
    expect(await store().changeDelivery(delivery.id, 2, { state: "delivered" })).not.toBeNull();
    expect(await store().changeDelivery(delivery.id, 2, { state: "pending" })).toBeNull();
    expect((await store().findDelivery(delivery.id))?.state).toBe("delivered");
  });

  it("what failed can be made to be due again, with nothing left of how it ended", async () => {
    const ended = { endedAt: at(1), lastStatus: 500, lastError: "The receiver answered 500." };
    const delivery = pendingDelivery({ state: "failed", ...ended });
    await store().put(delivery);
    const change = { state: "pending", attempts: 0, endedAt: null, lastError: null } as const;
    const again = await store().changeDelivery(delivery.id, 1, { ...change, dueAt: at(2) });
    expect(again).toEqual({ ...delivery, ...change, dueAt: at(2), version: 2 });
    await store().changeDelivery(delivery.id, 2, { state: "delivered" });
  });
}
