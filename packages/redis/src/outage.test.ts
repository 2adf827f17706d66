import type { LimitRule } from "@latchkey/core";
import { createClient } from "redis";
import { describe, expect, test } from "vitest";
import type { OnAvailability } from "./connection/availability.ts";
import type { LatchkeyRedis, RedisSource } from "./latchkey-redis.ts";
import { redisForTest } from "./testing/redis-installation.ts";

const redis = redisForTest();
const RULES: readonly LimitRule[] = [{ name: "default", max: 2, window: 600_000 }];
/** Milliseconds: far more than it takes Redis to be tried again. */
const SOON = { timeout: 60_000 };

/** Milliseconds: a Redis that is there answers in time, however busy the machine is. */
const PATIENT = 30_000;

/** What a process has that shares this Redis, and each time it was told that Redis was lost or back, and why. */
function open(source: RedisSource, deadline = PATIENT) {
  const told: (readonly [available: boolean, reason: string | null])[] = [];
  const onAvailability: OnAvailability = (...change) => told.push(change);
  const process = redis.open(source, { deadline, onAvailability });
  return { process, told };
}

async function taken({ rateLimiter }: LatchkeyRedis, keyId = "key"): Promise<boolean> {
  const { refused } = await rateLimiter.of(keyId).take(RULES, 1, Date.now());
  return refused === null;
}

describe("where Redis ends", () => {
  test("limits go on in this process, and in an empty Redis once one is there again", async () => {
    const server = await redis.start();
    const { process, told } = open(server);
    await process.ping();
    expect([await taken(process), await taken(process), await taken(process)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(process.rateLimiter).toMatchObject({ isAlone: false, fallbacks: 0 });

    await server.stop();
    // What the process counts by itself begins with nothing.
    expect([await taken(process), await taken(process), await taken(process)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(process.rateLimiter).toMatchObject({ isAlone: true, fallbacks: 3 });
    expect(process.isReady).toBe(false);
    await expect(process.ping()).rejects.toThrow("Redis cannot be used now");
    await expect(process.proofs.get("name")).rejects.toThrow("Redis cannot be used now");
    await expect(process.messages.publish({ kind: "key", id: "key" })).rejects.toThrow(
      "Redis cannot be used now",
    );

    await redis.start(server);
    await expect.poll(() => process.rateLimiter.isAlone, SOON).toBe(false);
    expect([await taken(process), await taken(process), await taken(process)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(process.rateLimiter.fallbacks).toBe(3);
    expect(told).toEqual([
      [false, expect.any(String)],
      [true, null],
    ]);
  });

  test("whoever listens is told that messages may have been lost, and hears those that come then", async () => {
    const server = await redis.start();
    const { process } = open(server);
    let missed = 0;
    const heard: string[] = [];
    process.messages.subscribe({
      changed: ({ id }) => heard.push(id),
      missed: () => (missed += 1),
    });
    await expect.poll(() => missed, SOON).toBeGreaterThan(0);

    await server.stop();
    const before = missed;
    await redis.start(server);
    const changed = { kind: "key", id: "changed" } as const;
    const isHeard = async () => {
      await process.messages.publish(changed).catch(() => undefined);
      return heard.includes("changed");
    };
    await expect.poll(isHeard, SOON).toBe(true);
    await expect.poll(() => missed, SOON).toBeGreaterThan(before);
  });
});

test("where Redis stops answering one request waits, and no other, until it answers again", async () => {
  const server = await redis.start();
  const { process, told } = open(server, 100);
  await process.ping();
  server.pause();
  await taken(process);
  expect(told).toEqual([[false, "no answer within 100 ms"]]);
  // Without a wait: nothing has to happen for these to be answered.
  const key = process.rateLimiter.of("another");
  expect(key.take(RULES, 1, 0)).toMatchObject({ refused: null });
  await expect(process.proofs.put("name", "value")).rejects.toThrow("Redis cannot be used now");

  server.resume();
  await expect.poll(() => process.rateLimiter.isAlone, SOON).toBe(false);
  expect(told.at(-1)).toEqual([true, null]);
});

test("where Redis is emptied limits begin anew, and nothing else is noticed", async () => {
  const server = await redis.start();
  const { process, told } = open(server);
  await process.ping();
  expect([await taken(process), await taken(process), await taken(process)]).toEqual([
    true,
    true,
    false,
  ]);
  const administrator = createClient({ url: server.url });
  await administrator.connect();
  await administrator.flushAll();
  await administrator.scriptFlush();
  administrator.destroy();
  expect(await taken(process)).toBe(true);
  expect(await process.proofs.get("name")).toBeNull();
  expect(told).toEqual([]);
});

test("where Redis may only be read, as a replica, limits go on in this process", async () => {
  const [server, master] = [await redis.start(), await redis.start()];
  const { process } = open(server);
  await process.ping();
  const administrator = createClient({ url: server.url });
  await administrator.connect();
  await administrator.sendCommand(["REPLICAOF", "127.0.0.1", String(master.port)]);
  expect(await taken(process)).toBe(true);
  expect(process.rateLimiter).toMatchObject({ isAlone: true, fallbacks: 1 });
  await administrator.sendCommand(["REPLICAOF", "NO", "ONE"]);
  administrator.destroy();
  await expect.poll(() => process.rateLimiter.isAlone, SOON).toBe(false);
});

describe("what is told of an error", () => {
  test("names a wrong password as the reason, and never the password", async () => {
    const { port } = await redis.start();
    const { process, told } = open({ url: `redis://:not-the-password@127.0.0.1:${port}` });
    const refusal = await process.ping().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: "RedisUnavailableError", reason: "WRONGPASS" });
    expect(await taken(process)).toBe(true);
    expect(told).toEqual([[false, "WRONGPASS"]]);
    expect(JSON.stringify([refusal, String(refusal), told])).not.toContain("not-the");
  });

  test.each([
    "not a URL with secret",
    "https://:secret@host",
    "redis://:secret@host/not-a-number",
    "redis://:secret%@host",
    "redis://:secret@host:port",
  ])("repeats no URL: %s", (url) => {
    const opening = () => redis.open({ url });
    expect(opening).toThrow(TypeError);
    expect(opening).toThrow(/^(?!.*secret)The URL of Redis must be redis:/);
  });

  test("says which namespaces there are", () => {
    expect(() => redis.open({ url: "redis://host" }, { namespace: "{a}" })).toThrow(RangeError);
  });
});

test("after it is closed limits are counted in this process, and all else rejects", async () => {
  const server = await redis.start();
  const { process } = open(server);
  await process.ping();
  await process.close();
  expect(await taken(process)).toBe(true);
  expect(process.rateLimiter.isAlone).toBe(true);
  await expect(process.proofs.get("name")).rejects.toThrow("(closed)");
  await expect(process.messages.publish({ kind: "key", id: "key" })).rejects.toThrow("(closed)");
  await expect(process.close()).resolves.toBeUndefined();
});
