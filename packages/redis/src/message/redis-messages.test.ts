import type { Change } from "@latchkey/core";
import { expect, test } from "vitest";
import { latchkeyRedis } from "../latchkey-redis.ts";
import { clientForFile } from "../testing/redis-for-file.ts";
import { readChange } from "./change-text.ts";

const redis = clientForFile();
const SOON = { timeout: 60_000 };

test("a published change marks its key for an hour, with another text each time", async () => {
  const { messages, close } = latchkeyRedis({ client: redis.client }, { namespace: "marks" });
  const marks = new Set<string | null>();
  for (let change = 0; change < 3; change += 1) {
    await messages.publish({ kind: "key", id: "changed" });
    marks.add(await redis.client.get("marks:{changed}:mark"));
  }
  expect(marks.size).toBe(3);
  expect(marks).not.toContain(null);
  const left = await redis.client.pTTL("marks:{changed}:mark");
  expect(left).toBeGreaterThan(3_590_000);
  expect(left).toBeLessThanOrEqual(3_600_000);
  await messages.publish({ kind: "owner", id: "user", ownerKind: "user" });
  expect(await redis.client.keys("marks:*")).toEqual(["marks:{changed}:mark"]);
  await close();
});

test("what else is sent in the channel is passed by", async () => {
  const { messages, close } = latchkeyRedis({ client: redis.client }, { namespace: "garbage" });
  const heard: Change[] = [];
  let missed = 0;
  messages.subscribe({ changed: (change) => heard.push(change), missed: () => (missed += 1) });
  await expect.poll(() => missed, SOON).toBe(1);
  const garbage = ["", "null", "[", "7", '{"kind":"key"}', '{"kind":"key","id":7}', '"key"'];
  const nearly = ['{"kind":"owner","id":"a"}', '{"kind":"owner","id":"a","ownerKind":"admin"}'];
  for (const text of [...garbage, ...nearly, '{"kind":"other","id":"a"}']) {
    expect(readChange(text)).toBeNull();
    await redis.client.publish("garbage:changes", text);
  }
  await messages.publish({ kind: "key", id: "after" });
  await expect.poll(() => heard, SOON).toEqual([{ kind: "key", id: "after" }]);
  await close();
});

test("who no longer listens hears nothing, nor does anybody once all is closed", async () => {
  const process = latchkeyRedis({ client: redis.client }, { namespace: "ends" });
  const heard: string[] = [];
  let missed = 0;
  const listener = (name: string) => ({
    changed: () => heard.push(name),
    missed: () => (missed += 1),
  });
  const end = process.messages.subscribe(listener("first"));
  process.messages.subscribe(listener("second"));
  await expect.poll(() => missed, SOON).toBe(2);
  await end();
  await end();
  await process.messages.publish({ kind: "key", id: "key" });
  await expect.poll(() => heard, SOON).toEqual(["second"]);
  await process.close();
  await expect
    .poll(async () => (await redis.client.pubSubNumSub("ends:changes"))["ends:changes"], SOON)
    .toBe(0);
});
