import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { SEND_TIMEOUT } from "@latchkey/core";
import { manualTimers } from "@latchkey/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { receiver } from "../testing/receiver.ts";
import type { LookupAll } from "./guarded-lookup.ts";
import { httpSender } from "./http-sender.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const UNREACHABLE = "The receiver could not be reached, or its address is not allowed.";

const message = (url: string) => ({
  url,
  id: "event-1",
  timestamp: Date.now(),
  payload: '{"type":"webhook.test","data":{"name":"état 🔑"}}',
  secrets: [SECRET],
});

function sender(targets = { allowPrivateTargets: true }, lookup?: LookupAll) {
  const timers = manualTimers();
  return { timers, send: httpSender({ targets, timers, lookup }) };
}

test("a message arrives signed, and the public library verifies it", async () => {
  const it = await receiver();
  const { send, timers } = sender();
  expect(await send(message(it.url))).toEqual({ status: 204 });
  const [got] = it.messages;
  expect(got?.verifiedBy(SECRET)).toEqual({ type: "webhook.test", data: { name: "état 🔑" } });
  expect(got?.verifiedBy(OTHER_SECRET)).toBeNull();
  expect(got?.headers).toMatchObject({
    "webhook-id": "event-1",
    "content-type": "application/json",
  });
  expect(got?.headers["webhook-timestamp"]).toMatch(/^\d{10}$/);
  expect(timers.armed).toBe(0);
});

test("with two secrets it is signed by both, and by none that is not among them", async () => {
  const it = await receiver();
  await sender().send({ ...message(it.url), secrets: [OTHER_SECRET, SECRET] });
  const [got] = it.messages;
  expect(got?.verifiedBy(SECRET)).not.toBeNull();
  expect(got?.verifiedBy(OTHER_SECRET)).not.toBeNull();
  expect(got?.verifiedBy("whsec_bm90IHRoaXMgb25lLCBub3QgdGhpcyBvbmU=")).toBeNull();
});

test("a redirect is told as what was answered, and not followed", async () => {
  const [it, elsewhere] = [await receiver(), await receiver()];
  it.answering({ status: 307, headers: { location: elsewhere.url } });
  expect(await sender().send(message(it.url))).toEqual({ status: 307 });
  expect(elsewhere.messages).toEqual([]);
});

test("an answer without end is not read to its end", async () => {
  const it = await receiver();
  it.answering({ status: 200, body: "x".repeat(10 * 1_024 * 1_024) });
  expect(await sender().send(message(it.url))).toEqual({ status: 200 });
});

test("whoever does not answer is waited for 10 seconds, from the first step to the last", async () => {
  const it = await receiver();
  it.answering("hang");
  const { send, timers } = sender();
  const arrived = it.next();
  const sent = send(message(it.url));
  await arrived;
  timers.advance(SEND_TIMEOUT);
  expect(await sent).toEqual({
    status: null,
    error: "The receiver did not answer within 10 seconds.",
  });
});

test("whoever has answered, but for the end of it, has answered", async () => {
  const it = await receiver();
  it.answering({ status: 200, headers: { "content-length": "10" }, body: "half" });
  const { send, timers } = sender();
  const arrived = it.next();
  const sent = send(message(it.url));
  await arrived;
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  timers.advance(SEND_TIMEOUT);
  expect(await sent).toMatchObject({ status: 200 });
});

test("a port that nobody listens on, and a receiver that hangs up, are told alike", async () => {
  const it = await receiver();
  await it.close();
  const { send } = sender();
  expect(await send(message(it.url))).toEqual({ status: null, error: UNREACHABLE });
  const rude = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  onTestFinished(() => {
    rude.close();
  });
  await new Promise((resolve) => rude.once("listening", resolve));
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = rude.address() as AddressInfo;
  expect(await send(message(`http://127.0.0.1:${port}/`))).toMatchObject({ error: UNREACHABLE });
});

test("who speaks no TLS where TLS is asked for is told as that", async () => {
  const it = await receiver();
  expect(await sender().send(message(it.url.replace("http:", "https:")))).toEqual({
    status: null,
    error: "No secure connection to the receiver: its certificate was not accepted.",
  });
});

test.each([
  ["plain http", "http://example.com/"],
  ["loopback", "https://127.0.0.1:PORT/"],
  ["loopback of IPv6", "https://[::1]:PORT/"],
  ["mapped loopback", "https://[::ffff:127.0.0.1]:PORT/"],
  ["the metadata service", "https://169.254.169.254/"],
  ["no URL", "nonsense"],
])(
  "%s is refused at each attempt, whenever it was registered, and no connection is made",
  async (_what, url) => {
    const it = await receiver();
    let connections = 0;
    const trap = createServer(() => (connections += 1)).listen(0, "::");
    onTestFinished(() => {
      trap.close();
    });
    await new Promise((resolve) => trap.once("listening", resolve));
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
    const { port } = trap.address() as AddressInfo;
    const { send } = sender({ allowPrivateTargets: false });
    expect(await send(message(url.replace("PORT", `${port}`)))).toEqual({
      status: null,
      error: UNREACHABLE,
    });
    expect([it.messages.length, connections]).toEqual([0, 0]);
  },
);

/** A resolver that answers one list after the other, and how often it was asked. */
function resolver(...answers: readonly (readonly string[])[]) {
  let asked = 0;
  const lookup: LookupAll = (_host, _options, answer) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return { lookup, asked: () => asked };
}

test.each([
  ["loopback", ["127.0.0.1"]],
  ["one address of the Internet and one that is not", ["93.184.216.34", "10.0.0.1"]],
  ["a private address of IPv6", ["2606:4700::1111", "fd00::1"]],
  ["mapped loopback", ["::ffff:127.0.0.1"]],
  ["NAT64 of the metadata service", ["64:ff9b::a9fe:a9fe"]],
  ["nothing", []],
])("a name that leads to %s is refused as what does not exist is", async (_what, addresses) => {
  const { lookup, asked } = resolver(addresses);
  const { send } = sender({ allowPrivateTargets: false }, lookup);
  const outcome = await send(message("https://rebound.example/"));
  expect(outcome).toEqual({ status: null, error: UNREACHABLE });
  expect(asked()).toBe(1);
});

test("a name that led to the Internet a moment ago is looked at again, and what is looked at is connected to", async () => {
  let connections = 0;
  const trap = createServer(() => (connections += 1)).listen(0, "127.0.0.1");
  onTestFinished(() => {
    trap.close();
  });
  await new Promise((resolve) => trap.once("listening", resolve));
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = trap.address() as AddressInfo;
  const { lookup, asked } = resolver(["192.0.2.1"], ["127.0.0.1"]);
  const { send } = sender({ allowPrivateTargets: false }, lookup);
  for (const attempt of [1, 2]) {
    const outcome = await send(message(`https://rebound.example:${port}/`));
    expect(outcome).toEqual({ status: null, error: UNREACHABLE });
    expect(asked()).toBe(attempt);
  }
  expect(connections).toBe(0);
});
