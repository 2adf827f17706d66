import type { Change, LimitRule } from "@latchkey/core";
import { createClient, createCluster, createSentinel } from "redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RedisTestCluster, startRedisCluster } from "../../../scripts/redis-test-cluster.ts";
import {
  type RedisTestSentinel,
  startRedisSentinel,
} from "../../../scripts/redis-test-sentinel.ts";
import type { LatchkeyRedis } from "./latchkey-redis.ts";
import { Names } from "./connection/names.ts";
import { redisForTest } from "./testing/redis-installation.ts";

const redis = redisForTest();
const RULES: readonly LimitRule[] = [{ name: "default", max: 100, window: 600_000 }];
const SOON = { timeout: 60_000 };

/** What two processes share, whatever Redis they have. */
async function expectShared(first: LatchkeyRedis, second: LatchkeyRedis): Promise<void> {
  await Promise.all([first.ping(), second.ping()]);
  const keys = Array.from({ length: 5 }, (_, index) => `key ${index}`);
  for (const id of keys) {
    const verdicts = await Promise.all(
      [first, second].flatMap(({ rateLimiter }) =>
        Array.from({ length: 60 }, async () => rateLimiter.of(id).take(RULES, 1, Date.now())),
      ),
    );
    expect(verdicts.filter(({ refused }) => refused === null)).toHaveLength(100);
  }

  const heard: Change[] = [];
  let missed = 0;
  const end = second.messages.subscribe({
    changed: (change) => heard.push(change),
    missed: () => (missed += 1),
  });
  await expect.poll(() => missed, SOON).toBeGreaterThan(0);
  for (const id of keys) await first.messages.publish({ kind: "key", id });
  await first.messages.publish({ kind: "owner", id: "team", ownerKind: "organization" });
  await expect.poll(() => heard, SOON).toHaveLength(keys.length + 1);
  // Nodes of a cluster tell each other, and not always in this order.
  expect(new Set(heard)).toEqual(
    new Set([
      ...keys.map((id) => ({ kind: "key", id })),
      { kind: "owner", id: "team", ownerKind: "organization" },
    ]),
  );
  await end();
  for (const id of keys) {
    const { mark } = await second.rateLimiter.of(id).take(RULES, 1, Date.now());
    expect(mark).toMatch(/^[\w-]{16}$/);
    await first.messages.publish({ kind: "key", id });
    expect((await second.rateLimiter.of(id).take([], 1, Date.now())).mark).not.toBe(mark);
  }
  expect(heard).toHaveLength(keys.length + 1);

  expect(await first.proofs.get("name")).toBeNull();
  await first.proofs.put("name", "value");
  expect(await second.proofs.get("name")).toBe("value");

  const units = { id: "quota", period: null, by: "first", amount: 10, inStore: 7 };
  expect(await first.quotaPool.put(units)).toBe(10);
  const wish = { ...units, by: "second", wanted: 4, share: 16, most: 100 };
  expect(await second.quotaPool.take(wish)).toEqual({ taken: 4, left: 6, inStore: 7 });
  expect(await first.quotaPool.takeBack("quota", "first")).toBeNull();
  expect(await second.quotaPool.takeBack("quota", "second")).toEqual({ amount: 6, period: null });
  expect(first.rateLimiter.fallbacks).toBe(0);
  expect(second.rateLimiter.fallbacks).toBe(0);
}

/** Far more than needed: these tests are about what is shared, not about who is slow. */
const options = { deadline: 30_000 };

describe("two processes share limits, messages and proofs", () => {
  test("by the URL of one server", async () => {
    const server = await redis.start();
    await expectShared(redis.open(server, options), redis.open(server, options));
  });

  test("over clients that the application has made, whatever it has answers mapped to", async () => {
    const { url } = await redis.start();
    const client = createClient({ url });
    const mapped = createClient({ url, RESP: 2, commandOptions: { typeMapping: { 36: Buffer } } });
    await client.connect();
    const [first, second] = [
      redis.open({ client }, options),
      redis.open({ client: mapped }, options),
    ];
    await expectShared(first, second);
    await first.close();
    // What the application has made it ends itself.
    expect(await client.ping()).toBe("PONG");
    client.destroy();
    mapped.destroy();
  });
});

describe("of one Redis two installations share nothing", () => {
  test("where their namespaces differ", async () => {
    const server = await redis.start();
    const first = redis.open(server, { ...options, namespace: "one" });
    const second = redis.open(server, { ...options, namespace: "two" });
    await Promise.all([first.ping(), second.ping()]);
    const heard: Change[] = [];
    let missed = 0;
    second.messages.subscribe({
      changed: (change) => heard.push(change),
      missed: () => (missed += 1),
    });
    await expect.poll(() => missed, SOON).toBeGreaterThan(0);
    await first.rateLimiter.of("key").take(RULES, 100, 0);
    await first.messages.publish({ kind: "key", id: "key" });
    await first.proofs.put("name", "value");
    const verdict = await second.rateLimiter.of("key").take(RULES, 100, 0);
    expect(verdict).toMatchObject({ refused: null, mark: null });
    expect(await second.proofs.get("name")).toBeNull();
    await second.messages.publish({ kind: "key", id: "own" });
    await expect.poll(() => heard, SOON).toEqual([{ kind: "key", id: "own" }]);
  });
});

describe("a cluster", () => {
  let cluster: RedisTestCluster | null = null;
  beforeAll(async () => {
    cluster = await startRedisCluster(3);
  });
  afterAll(() => cluster?.stop());

  const client = () => {
    if (cluster === null) throw new Error("The cluster runs while tests do.");
    const { nodes, password } = cluster;
    return createCluster({ rootNodes: nodes.map(({ url }) => ({ url })), defaults: { password } });
  };

  test("is shared by two processes like one server", async () => {
    const clients = [client(), client()];
    const [first, second] = clients.map((it) => redis.open({ client: it }, options));
    if (first === undefined || second === undefined) throw new Error("Two were opened.");
    await expectShared(first, second);
    for (const it of clients) it.destroy();
  });

  test("has all that belongs to a key, or to a proof, in one slot, whatever its name", async () => {
    const asked = createClient({ url: cluster?.nodes[0]?.url ?? "" });
    await asked.connect();
    const names = new Names("test");
    for (const name of ["plain", "", "}", "{", "a}b", "{}", "100%"]) {
      const all = [
        names.taken(name),
        names.mark(name),
        names.trial(name),
        names.proof(name),
        names.quota(name),
      ];
      const slots = await Promise.all(
        all.map((it) => asked.sendCommand(["CLUSTER", "KEYSLOT", it])),
      );
      expect(new Set(slots).size, name).toBe(1);
    }
    asked.destroy();
  });
});

describe("behind sentinels", () => {
  let watched: RedisTestSentinel | null = null;
  beforeAll(async () => {
    watched = await startRedisSentinel();
  });
  afterAll(() => watched?.stop());

  const client = () => {
    if (watched === null) throw new Error("Redis runs while tests do.");
    const { name, port, password } = watched;
    return createSentinel({
      name,
      sentinelRootNodes: [{ host: "127.0.0.1", port }],
      nodeClientOptions: { password },
    });
  };

  test("two processes share one master, and its successor once it has failed", async () => {
    const clients = [client(), client()];
    const [first, second] = clients.map((it) => redis.open({ client: it }, options));
    if (first === undefined || second === undefined) throw new Error("Two were opened.");
    await expectShared(first, second);

    const heard: string[] = [];
    second.messages.subscribe({ changed: ({ id }) => heard.push(id), missed: () => undefined });
    await watched?.master.stop();
    const isShared = async () => {
      for (const { rateLimiter } of [first, second]) {
        await rateLimiter.of("after").take(RULES, 1, Date.now());
        if (rateLimiter.isAlone) return false;
      }
      await first.messages.publish({ kind: "key", id: "after" }).catch(() => undefined);
      return heard.includes("after");
    };
    await expect.poll(isShared, SOON).toBe(true);
    for (const it of clients) await it.destroy();
  });
});
