import { WEBHOOK_EVENT_TYPES } from "@latchkey/core";
import { manualTimers } from "@latchkey/core/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sqliteStore } from "../testing/adapter-stores.ts";
import { receiver } from "../testing/receiver.ts";
import { OWNER, webhooksOn } from "../testing/webhooks-on.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const STEP = 5 * MINUTE;

// The public library looks at the clock of the machine; timers of sockets go on.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test.each(WEBHOOK_EVENT_TYPES)(
  "%s: raised while the receiver is down and before a restart, it arrives once it is up, signed, once",
  async (type) => {
    const opened = await sqliteStore();
    const up = await receiver();
    await up.close();
    const start = (timers = manualTimers()) => {
      const clock = { now: () => Date.now() };
      const webhooks = webhooksOn(opened, { timers, clock });
      webhooks.start();
      /** Lets time pass, five minutes at a time. */
      const pass = async (milliseconds: number) => {
        for (let passed = 0; passed < milliseconds; passed += STEP) {
          vi.setSystemTime(Date.now() + STEP);
          timers.advance(STEP);
          await webhooks.idle();
        }
      };
      return { webhooks, pass };
    };

    const first = start();
    const { webhook, secret } = await first.webhooks.create({
      ...OWNER,
      url: up.url,
      types: [type],
    });
    const at = new Date();
    const events = [1, 2, 3].map((number) => ({
      id: `${type.replaceAll(".", "-")}-${number}`,
      type,
      at,
      ...OWNER,
      data: { number },
    }));
    for (const event of events.slice(0, 2)) await first.webhooks.enqueue(event);
    await first.pass(HOUR);
    expect((await first.webhooks.find(webhook.id))?.failingSince).not.toBeNull();
    await first.webhooks.close();

    vi.setSystemTime(Date.now() + 5 * HOUR);
    const second = start();
    for (const event of events) await second.webhooks.enqueue(event);
    await second.pass(30 * MINUTE);
    const again = await receiver(up.port);
    await second.pass(13 * HOUR);

    expect(again.messages.map(({ id }) => id).toSorted()).toEqual(events.map(({ id }) => id));
    for (const { verifiedBy, id, headers } of again.messages) {
      const event = events.find((each) => each.id === id);
      // As whoever verifies at once.
      vi.setSystemTime(Number(headers["webhook-timestamp"]) * 1_000);
      expect(verifiedBy(secret)).toEqual({
        type,
        timestamp: at.toISOString(),
        data: event?.data,
      });
    }
    expect(await second.webhooks.find(webhook.id)).toMatchObject({ failingSince: null });
    const { deliveries } = await second.webhooks.deliveries({ webhookId: webhook.id });
    expect(deliveries.map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
    await second.webhooks.close();
    await opened.dispose();
  },
);
