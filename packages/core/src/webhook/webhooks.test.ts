import { describe, expect, test } from "vitest";
import { ALERTS, OWNER, testWebhooks } from "../testing/test-webhooks.ts";
import { MAX_PAYLOAD_LENGTH } from "./event.ts";
import { INSTALLATION, MAX_WEBHOOKS, SECRET_OVERLAP } from "./webhook.ts";

const refusedAs = (code: string) => expect.objectContaining({ code });

test("a webhook is made with a secret of the standard's form, which is seen once", async () => {
  const it = testWebhooks();
  const { webhook, secret } = await it.register();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(Buffer.from(secret.slice(6), "base64")).toHaveLength(32);
  expect(webhook.secretHint).toBe(`${secret.slice(0, 10)}…`);
  const seen = [webhook, await it.webhooks.find(webhook.id), await it.webhooks.list(OWNER)];
  expect(JSON.stringify(seen)).not.toContain(secret.slice(6, 12));
  expect(JSON.stringify(seen)).not.toContain("ealed");
});

test("secrets of two webhooks are two", async () => {
  const it = testWebhooks();
  expect((await it.register()).secret).not.toBe((await it.register()).secret);
});

test.each([
  ["INVALID_WEBHOOK_URL", { url: "http://example.com/" }],
  ["INVALID_WEBHOOK_TYPES", { types: [] }],
  ["INVALID_WEBHOOK_TYPES", { types: ["api_key.alert.raised", "api_key.*"] }],
  ["INVALID_WEBHOOK_TYPES", { types: ["webhook.test"] }],
  ["INVALID_WEBHOOK_DESCRIPTION", { description: "x".repeat(201) }],
  ["INVALID_WEBHOOK_DESCRIPTION", { description: "two\nlines" }],
])("%s: %o can neither be made nor come about by a change", async (code, wish) => {
  const it = testWebhooks();
  const { webhook } = await it.register();
  const url = "https://example.com/";
  const made = it.webhooks.create({ ...OWNER, url, types: ALERTS, ...wish });
  await expect(made).rejects.toThrow(refusedAs(code));
  await expect(it.webhooks.update({ id: webhook.id, ...wish })).rejects.toThrow(refusedAs(code));
  expect(await it.webhooks.list(OWNER)).toEqual([webhook]);
});

test("an owner has ten at most, and takes none away from another", async () => {
  const it = testWebhooks();
  for (let count = 0; count < MAX_WEBHOOKS; count += 1) await it.register();
  await expect(it.register()).rejects.toThrow(refusedAs("WEBHOOK_LIMIT_REACHED"));
  const other = { url: "https://example.com/", types: ALERTS };
  await it.webhooks.create({ ...INSTALLATION, ...other });
  await it.webhooks.create({ ...OWNER, referenceId: "bob", ...other });
});

test("an update changes what it names; one that changes where it goes forgets that it failed", async () => {
  const it = testWebhooks();
  const { webhook } = await it.register();
  it.answering(() => ({ status: 500 }));
  await it.webhooks.test(webhook.id);
  it.clock.advance(1_000);
  const described = await it.webhooks.update({ id: webhook.id, description: " Pager " });
  expect(described.failingSince).not.toBeNull();
  const moved = await it.webhooks.update({ id: webhook.id, url: "https://example.org" });
  expect(moved).toEqual({
    ...webhook,
    description: "Pager",
    url: "https://example.org/",
    updatedAt: new Date(it.clock.now()),
    failingSince: null,
  });
  const nothing = it.webhooks.update({ id: webhook.id });
  await expect(nothing).rejects.toThrow(refusedAs("NO_VALUES_TO_UPDATE"));
});

test("after a new secret messages are signed with both for a day, and with the new one from then on", async () => {
  const it = testWebhooks();
  const { webhook, secret: first } = await it.register();
  const { secret: second, webhook: rotated } = await it.webhooks.rotateSecret(webhook.id);
  expect(rotated.secretHint).toBe(`${second.slice(0, 10)}…`);
  const signedWith = async () => {
    await it.webhooks.test(webhook.id);
    return it.received.at(-1)?.secrets;
  };
  expect(await signedWith()).toEqual([second, first]);
  it.clock.advance(SECRET_OVERLAP - 1);
  expect(await signedWith()).toEqual([second, first]);
  it.clock.advance(1);
  expect(await signedWith()).toEqual([second]);
  const { secret: third } = await it.webhooks.rotateSecret(webhook.id);
  const { secret: fourth } = await it.webhooks.rotateSecret(webhook.id);
  expect(await signedWith()).toEqual([fourth, third]);
});

test("a secret that cannot be read is a failure that says what to do, and no secret is in it", async () => {
  const it = testWebhooks();
  const [one, other] = [await it.register(), await it.register()];
  const stored = await it.store.find(other.webhook.id);
  // Somebody who writes in the database puts a secret that they know in the place of another.
  await it.store.change(one.webhook.id, 1, { sealedSecret: stored?.sealedSecret ?? "" });
  const { lastError } = await it.webhooks.test(one.webhook.id);
  expect(lastError).toBe("The webhook's secret cannot be read; make a new one.");
  expect(it.received).toEqual([]);
  expect(it.faults).toHaveLength(1);
});

describe("the test button", () => {
  test("sends an event of its own, once, also to a webhook that is off, and answers what came of it", async () => {
    const it = testWebhooks();
    const { webhook } = await it.register();
    await it.webhooks.update({ id: webhook.id, enabled: false });
    expect(await it.webhooks.test(webhook.id)).toMatchObject({
      state: "delivered",
      type: "webhook.test",
      lastStatus: 204,
    });
    it.answering(() => ({ status: null, error: "The receiver could not be reached." }));
    it.webhooks.start();
    expect(await it.webhooks.test(webhook.id)).toMatchObject({
      state: "failed",
      attempts: 1,
      lastError: "The receiver could not be reached.",
    });
    await it.pass(3_600_000);
    expect(it.received).toHaveLength(2);
    expect(new Set(it.received.map(({ id }) => id)).size).toBe(2);
    const { deliveries } = await it.webhooks.deliveries({ webhookId: webhook.id });
    expect(deliveries).toHaveLength(2);
  });

  test("a process that dies while it sends leaves what is told and tried again, once", async () => {
    const it = testWebhooks();
    const { webhook } = await it.register();
    void it.process({ send: () => new Promise(() => undefined) }).test(webhook.id);
    it.answering(() => ({ status: 500 }));
    it.webhooks.start();
    await it.pass(3_600_000);
    expect(it.received).toHaveLength(1);
    const { deliveries } = await it.webhooks.deliveries({ webhookId: webhook.id });
    expect(deliveries).toMatchObject([{ state: "failed" }]);
  });
});

describe("delivering again", () => {
  test("is at once what waits for its next attempt, and not what is being sent", async () => {
    const it = testWebhooks();
    const { webhook } = await it.register();
    it.answering(() => ({ status: 500 }));
    it.webhooks.start();
    await it.webhooks.enqueue(it.event());
    await it.pass(600_000);
    const before = it.received.length;
    const { deliveries } = await it.webhooks.deliveries({ webhookId: webhook.id });
    const id = deliveries[0]?.id ?? "";
    const { promise, resolve } = Promise.withResolvers<{ status: number }>();
    it.answering(() => promise);
    await it.webhooks.redeliver(id);
    await it.store.findDelivery(id);
    for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
    expect(it.received).toHaveLength(before + 1);
    await expect(it.webhooks.redeliver(id)).rejects.toThrow(refusedAs("DELIVERY_UNDER_WAY"));
    resolve({ status: 200 });
    await it.webhooks.idle();
    expect(await it.webhooks.findDelivery(id)).toMatchObject({ state: "delivered" });
  });
});

test("what is not there is not found, by any operation", async () => {
  const { webhooks } = testWebhooks();
  const id = "wh_none";
  const calls = [
    () => webhooks.update({ id, enabled: true }),
    () => webhooks.rotateSecret(id),
    () => webhooks.remove(id),
    () => webhooks.test(id),
  ];
  for (const call of calls) await expect(call()).rejects.toThrow(refusedAs("WEBHOOK_NOT_FOUND"));
  await expect(webhooks.redeliver(id)).rejects.toThrow(refusedAs("DELIVERY_NOT_FOUND"));
  expect(await webhooks.find(id)).toBeNull();
});

test.each([
  ["an id without anything", { id: "" }],
  ["an id with a full stop", { id: "a.b" }],
  ["an id with space", { id: "a b" }],
  ["an id with a line's end", { id: "a\r\nx-evil: 1" }],
  ["an id beyond ASCII", { id: "ä" }],
  ["an id that is too long", { id: "x".repeat(201) }],
  ["data that is too long", { data: "x".repeat(MAX_PAYLOAD_LENGTH) }],
])("an event with %s is refused, and nothing of it stays", async (_what, differences) => {
  const it = testWebhooks();
  const { webhook } = await it.register();
  await expect(it.webhooks.enqueue(it.event(differences))).rejects.toThrow(RangeError);
  expect((await it.webhooks.deliveries({ webhookId: webhook.id })).deliveries).toEqual([]);
});

test("the log is paged through, newest first", async () => {
  const it = testWebhooks();
  const { webhook } = await it.register();
  for (let event = 0; event < 5; event += 1) {
    it.clock.advance(1);
    await it.webhooks.enqueue(it.event());
  }
  const { id: webhookId } = webhook;
  const first = await it.webhooks.deliveries({ webhookId, limit: 3 });
  const rest = await it.webhooks.deliveries({
    webhookId,
    cursor: first.nextCursor ?? "",
    limit: 3,
  });
  expect([...first.deliveries, ...rest.deliveries].map(({ eventId }) => eventId)).toEqual([
    "event-5",
    "event-4",
    "event-3",
    "event-2",
    "event-1",
  ]);
  expect(rest.nextCursor).toBeNull();
  for (const limit of [0, 101, 1.5, Number.NaN]) {
    await expect(it.webhooks.deliveries({ webhookId, limit })).rejects.toThrow(RangeError);
  }
});

test("an owner who is no more takes all of their webhooks along", async () => {
  const it = testWebhooks();
  await it.register();
  await it.register();
  await it.webhooks.create({ ...INSTALLATION, url: "https://example.com/", types: ALERTS });
  await it.webhooks.removeAll(OWNER);
  expect(await it.webhooks.list(OWNER)).toEqual([]);
  expect(await it.webhooks.list(INSTALLATION)).toHaveLength(1);
});
