import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faulty } from "../testing/faulty.ts";
import { scheduledStore } from "../testing/scheduled-store.ts";
import { ALERTS, OWNER, testWebhooks } from "../testing/test-webhooks.ts";
import { LEASE, MAX_PER_HOST, MAX_UNDER_WAY } from "./deliverer.ts";
import { INSTALLATION } from "./webhook.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

async function log(it: ReturnType<typeof testWebhooks>, webhookId: string) {
  return (await it.webhooks.deliveries({ webhookId })).deliveries;
}

test("an event is sent at once, to each webhook that is for it, and once however often it is said", async () => {
  const it = testWebhooks();
  const { webhook } = await it.register();
  await it.webhooks.create({ ...INSTALLATION, url: "https://all.example.com/", types: ALERTS });
  await it.webhooks.create({
    ...OWNER,
    configId: "other",
    url: "https://no.example.com/",
    types: ALERTS,
  });
  it.webhooks.start();
  const event = it.event();
  for (let time = 0; time < 3; time += 1) await it.webhooks.enqueue(event);
  await it.webhooks.idle();
  await it.webhooks.enqueue(event);
  await it.pass(HOUR);

  expect(it.received.map(({ url, id }) => [url, id])).toEqual([
    ["https://example.com/hooks", event.id],
    ["https://all.example.com/", event.id],
  ]);
  expect(JSON.parse(it.received[0]?.payload ?? "")).toEqual({
    type: "api_key.alert.raised",
    timestamp: event.at.toISOString(),
    data: { keyId: "key" },
  });
  expect(await log(it, webhook.id)).toMatchObject([
    { state: "delivered", attempts: 1, lastStatus: 204, lastError: null },
  ]);
});

test("a webhook that is off is sent nothing, what was on its way included, until it is asked for again", async () => {
  const it = testWebhooks();
  const { webhook } = await it.register();
  await it.webhooks.enqueue(it.event());
  await it.webhooks.update({ id: webhook.id, enabled: false });
  await it.webhooks.enqueue(it.event());
  it.webhooks.start();
  await it.pass(MINUTE);
  expect(it.received).toEqual([]);
  const [delivery, ...others] = await log(it, webhook.id);
  expect(others).toEqual([]);
  expect(delivery).toMatchObject({ state: "failed", lastError: "The webhook is off." });
  const again = it.webhooks.redeliver(delivery?.id ?? "");
  await expect(again).rejects.toThrow(expect.objectContaining({ code: "WEBHOOK_DISABLED" }));

  await it.webhooks.update({ id: webhook.id, enabled: true });
  await it.webhooks.redeliver(delivery?.id ?? "");
  await it.webhooks.idle();
  expect(it.received.map(({ id }) => id)).toEqual(["event-1"]);
  expect(await log(it, webhook.id)).toMatchObject([{ state: "delivered", attempts: 1 }]);
});

describe("a receiver that is down", () => {
  test("gets it when it is back, with the same id, letter for letter, and the time of the attempt", async () => {
    const it = testWebhooks();
    const { webhook } = await it.register();
    it.answering(() => ({ status: null, error: "The receiver could not be reached." }));
    it.webhooks.start();
    await it.webhooks.enqueue(it.event());
    await it.webhooks.idle();
    await it.pass(3 * HOUR);
    expect((await it.webhooks.find(webhook.id))?.failingSince).toEqual(
      new Date("2026-01-15T12:00Z"),
    );
    const failed = it.received.length;
    expect(failed).toBe(7);
    it.answering(() => ({ status: 200 }));
    await it.pass(3 * HOUR);
    expect(it.received).toHaveLength(failed + 1);
    expect(new Set(it.received.map(({ id, payload }) => id + payload)).size).toBe(1);
    expect(new Set(it.received.map(({ timestamp }) => timestamp)).size).toBe(failed + 1);
    expect(await log(it, webhook.id)).toMatchObject([{ state: "delivered", attempts: 8 }]);
    expect((await it.webhooks.find(webhook.id))?.failingSince).toBeNull();
  });

  test("for a day: it is given up after the attempt at the end of it, shown, and sent when asked for", async () => {
    const it = testWebhooks();
    const { webhook } = await it.register();
    it.answering(() => ({ status: 503 }));
    it.webhooks.start();
    await it.webhooks.enqueue(it.event());
    await it.pass(24 * HOUR - MINUTE, MINUTE);
    expect(await log(it, webhook.id)).toMatchObject([{ state: "pending" }]);
    await it.pass(2 * MINUTE);
    const [delivery] = await log(it, webhook.id);
    expect(delivery).toMatchObject({
      state: "failed",
      lastStatus: 503,
      lastError: "The receiver answered 503.",
    });
    const before = it.received.length;
    await it.pass(48 * HOUR, MINUTE);
    expect(it.received).toHaveLength(before);
    it.answering(() => ({ status: 200 }));
    await it.webhooks.redeliver(delivery?.id ?? "");
    await it.webhooks.idle();
    expect(it.received).toHaveLength(before + 1);
    expect(it.received.at(-1)?.id).toBe(delivery?.eventId);
  });

  test("while all processes were down for three days: it is tried once more all the same", async () => {
    const it = testWebhooks();
    const { webhook } = await it.register();
    await it.webhooks.enqueue(it.event());
    it.clock.advance(72 * HOUR);
    it.webhooks.start();
    await it.pass(MINUTE);
    expect(await log(it, webhook.id)).toMatchObject([{ state: "delivered" }]);
  });
});

test.each([301, 302, 307, 308])("%i is a failure that says why", async (status) => {
  const it = testWebhooks();
  const { webhook } = await it.register();
  it.answering(() => ({ status }));
  const { lastError, state } = await it.webhooks.test(webhook.id);
  expect([state, lastError]).toEqual([
    "failed",
    `The receiver answered ${status}; redirects are not followed.`,
  ]);
});

test("410 switches the webhook off", async () => {
  const it = testWebhooks();
  const { webhook } = await it.register();
  it.answering(() => ({ status: 410 }));
  it.webhooks.start();
  await it.webhooks.enqueue(it.event());
  await it.pass(HOUR);
  expect(await it.webhooks.find(webhook.id)).toMatchObject({ enabled: false });
  expect(await log(it, webhook.id)).toMatchObject([{ state: "failed", lastStatus: 410 }]);
  expect(it.received).toHaveLength(1);
});

describe("processes that share a store", () => {
  test("one that dies while it sends leaves it to another once its claim has run out, with the same id", async () => {
    const it = testWebhooks();
    const { webhook } = await it.register();
    const dead = it.process({ send: () => new Promise(() => undefined) });
    dead.start();
    await dead.enqueue(it.event());
    await it.store.due({ now: new Date(it.clock.now()), limit: 1 });
    it.webhooks.start();
    await it.pass(LEASE - 5_000);
    expect(it.received).toEqual([]);
    await it.pass(10_000);
    expect(it.received.map(({ id }) => id)).toEqual(["event-1"]);
    expect(await log(it, webhook.id)).toMatchObject([{ state: "delivered", attempts: 2 }]);
  });

  test("what a process delivered after its claim had run out stays delivered", async () => {
    const it = testWebhooks();
    const { webhook } = await it.register();
    const { promise: late, resolve } = Promise.withResolvers<{ status: number }>();
    const slow = it.process({ send: () => late });
    slow.start();
    await slow.enqueue(it.event());
    await it.webhooks.idle();
    it.answering(() => ({ status: 500 }));
    it.webhooks.start();
    await it.pass(LEASE + 5_000);
    expect(await log(it, webhook.id)).toMatchObject([{ state: "pending", lastStatus: 500 }]);
    resolve({ status: 200 });
    await slow.idle();
    expect(await log(it, webhook.id)).toMatchObject([{ state: "delivered", lastStatus: 200 }]);
  });

  test("take turns in any order, statement by statement: each event is sent once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 4 }),
        async (scheduler, events) => {
          const it = testWebhooks();
          const { webhook } = await it.register();
          for (let event = 0; event < events; event += 1) await it.webhooks.enqueue(it.event());
          const all = [1, 2, 3].map(() =>
            it.process({ store: scheduledStore(it.store, scheduler) }),
          );
          for (const each of all) {
            each.start();
            each.wake();
          }
          await scheduler.waitFor(Promise.all(all.map((each) => each.idle())));
          expect(it.received.map(({ id }) => id).toSorted()).toEqual(
            Array.from({ length: events }, (_, index) => `event-${index + 1}`),
          );
          const ended = await log(it, webhook.id);
          expect(ended.map(({ state }) => state)).toEqual(ended.map(() => "delivered"));
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** Webhooks whose receivers do not answer until they may, those whose names begin with slow. */
const hanging = () => {
  const it = testWebhooks();
  const underWay = new Map<string, number>();
  const most = new Map<string, number>();
  const { promise: end, resolve } = Promise.withResolvers<undefined>();
  it.answering(async ({ url }) => {
    const { host } = new URL(url);
    underWay.set(host, (underWay.get(host) ?? 0) + 1);
    most.set(host, Math.max(most.get(host) ?? 0, underWay.get(host) ?? 0));
    if (host.startsWith("slow")) await end;
    underWay.set(host, (underWay.get(host) ?? 0) - 1);
    return { status: 200 };
  });
  return {
    it,
    most,
    end: () => {
      resolve(undefined);
    },
  };
};
/** Lets promises settle that wait for nothing but each other. */
const settle = async () => {
  for (let turn = 0; turn < 2_000; turn += 1) await Promise.resolve();
};

describe("a host that does not answer", () => {
  test("holds up no other, however much is on its way to it, and has few attempts at once", async () => {
    const { it, most, end } = hanging();
    await it.register("https://slow.example.com/a");
    for (let event = 0; event < 150; event += 1) await it.webhooks.enqueue(it.event());
    const quick = { ...OWNER, referenceId: "bob" };
    await it.webhooks.create({ ...quick, url: "https://quick.example.com/", types: ALERTS });
    await it.webhooks.enqueue(it.event({ ...quick, id: "quick" }));
    it.webhooks.start();
    it.webhooks.wake();
    await settle();
    expect(it.received.map(({ id }) => id)).toContain("quick");
    expect(most.get("slow.example.com")).toBe(MAX_PER_HOST);
    end();
    await it.webhooks.idle();
    expect(most.get("slow.example.com")).toBe(MAX_PER_HOST);
    expect(it.received).toHaveLength(151);
  });

  test("and many of them do not have more under way than there may be", async () => {
    const { it, end } = hanging();
    for (let host = 0; host < 10; host += 1) {
      await it.register(`https://slow${host}.example.com/`);
    }
    for (let event = 0; event < 10; event += 1) await it.webhooks.enqueue(it.event());
    it.webhooks.start();
    it.webhooks.wake();
    await settle();
    expect(it.received).toHaveLength(MAX_UNDER_WAY);
    end();
    await it.webhooks.idle();
    expect(it.received).toHaveLength(100);
  });
});

describe("a store that cannot be reached", () => {
  test("is told of as a fault, and what is due is sent when it is back", async () => {
    const it = testWebhooks();
    await it.register();
    await it.webhooks.enqueue(it.event());
    const store = faulty(it.store);
    const other = it.process({ store: store.port });
    other.start();
    store.fail(new Error("out of reach"));
    await expect(other.enqueue(it.event())).rejects.toThrow("out of reach");
    it.clock.advance(5_000);
    it.timers.advance(5_000);
    await other.idle();
    expect(it.faults).not.toHaveLength(0);
    expect(new Set(it.faults.map(({ during }) => during))).toEqual(new Set(["webhooks"]));
    store.heal();
    it.timers.advance(5_000);
    await other.idle();
    expect(it.received.map(({ id }) => id)).toEqual(["event-1"]);
  });
});

test("a process that stops waits for what is under way and begins nothing more", async () => {
  const it = testWebhooks();
  await it.register();
  it.webhooks.start();
  const { promise, resolve } = Promise.withResolvers<{ status: number }>();
  it.answering(() => promise);
  await it.webhooks.enqueue(it.event());
  await Promise.resolve();
  const closed = it.webhooks.close();
  await it.webhooks.enqueue(it.event());
  resolve({ status: 200 });
  await closed;
  expect(it.timers.armed).toBe(0);
  expect(it.received.length).toBeLessThanOrEqual(1);
  const next = it.process();
  next.start();
  it.timers.advance(1_000);
  await next.idle();
  expect(new Set(it.received.map(({ id }) => id))).toEqual(new Set(["event-1", "event-2"]));
  expect(it.received).toHaveLength(2);
});

test("what was delivered stays in the log for 7 days, what failed for 30", async () => {
  const it = testWebhooks();
  const { webhook } = await it.register();
  it.webhooks.start();
  await it.webhooks.enqueue(it.event());
  await it.webhooks.idle();
  it.answering(() => ({ status: 410 }));
  it.clock.advance(1);
  await it.webhooks.enqueue(it.event());
  await it.webhooks.idle();
  const states = async () => (await log(it, webhook.id)).map(({ state }) => state);
  const left: string[][] = [];
  for (const days of [6.9, 0.2, 22.8, 0.2]) {
    it.clock.advance(days * 24 * HOUR);
    it.timers.advance(HOUR);
    await it.webhooks.idle();
    left.push(await states());
  }
  expect(left).toEqual([["failed", "delivered"], ["failed"], ["failed"], []]);
});
