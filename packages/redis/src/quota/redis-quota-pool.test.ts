import { randomUUID } from "node:crypto";
import { systemTimers } from "@latchkey/core";
import { describeQuotaPool } from "@latchkey/core/testing";
import { createClient } from "redis";
import { describe, expect, test } from "vitest";
import { Availability } from "../connection/availability.ts";
import { Names } from "../connection/names.ts";
import { plainCommands } from "../connection/plain-commands.ts";
import type { RedisCommands } from "../connection/redis-client.ts";
import { clientForFile } from "../testing/redis-for-file.ts";
import { redisForTest } from "../testing/redis-installation.ts";
import { POOL_LIFETIME, RedisQuotaPool } from "./redis-quota-pool.ts";

const redis = clientForFile();
const servers = redisForTest();
const names = new Names("test");

function poolOf(commands: RedisCommands, obstacle: () => string | null = () => null) {
  const availability = new Availability({
    obstacle,
    trial: () => Promise.resolve(),
    deadline: 30_000,
    timers: systemTimers,
    onAvailability: () => undefined,
  });
  return new RedisQuotaPool({ commands, names, availability, obstacle });
}

const pool = () => poolOf(plainCommands(redis.client));
const units = (id: string, amount = 10) => ({ id, period: null, by: "one", amount, inStore: 5 });
const wish = (id: string) => ({ id, period: null, by: "one", wanted: 2, share: 16, most: 50 });

describeQuotaPool({
  name: "on Redis",
  create: async () => ({ pool: pool(), dispose: async () => undefined }),
  runs: 100,
});

test("what lies there is kept for 90 days after something was put there", async () => {
  const id = randomUUID();
  await pool().put(units(id));
  await redis.client.pExpire(names.quota(id), POOL_LIFETIME - 60_000);
  await pool().take(wish(id));
  expect(await redis.client.pTTL(names.quota(id))).toBeLessThanOrEqual(POOL_LIFETIME - 60_000);
  await pool().put(units(id));
  expect(await redis.client.pTTL(names.quota(id))).toBeGreaterThan(POOL_LIFETIME - 60_000);
});

test("one quota takes less than 120 bytes", async () => {
  const id = randomUUID();
  await pool().put({ ...units(id, 10_000), period: 1_800_000_000_000, by: "0123456789ab" });
  expect(await redis.client.strLen(names.quota(id))).toBeLessThan(120);
});

test("what cannot be read counts as nothing, and is written over", async () => {
  const id = randomUUID();
  await redis.client.set(names.quota(id), "\u00c1 no pool");
  expect(await pool().take(wish(id))).toEqual({ taken: 0, left: 0, inStore: 0 });
  expect(await pool().put(units(id))).toBe(10);
});

test("the script is sent again where it was lost", async () => {
  const id = randomUUID();
  await pool().put(units(id));
  await redis.client.scriptFlush();
  expect(await pool().take(wish(id))).toMatchObject({ taken: 2, left: 8 });
});

describe("while Redis is out of reach", () => {
  test("nothing is put, and that is certain", async () => {
    const away = poolOf(plainCommands(redis.client), () => "ECONNREFUSED");
    expect(away.isAway).toBe(true);
    expect(await away.put(units(randomUUID()))).toBeNull();
    await expect(away.take(wish(randomUUID()))).rejects.toMatchObject({ reason: "ECONNREFUSED" });
  });

  test("what was sent, and may have been done, is not sent again", async () => {
    const id = randomUUID();
    const commands = plainCommands(redis.client);
    let sent = 0;
    const losing = poolOf({
      ...commands,
      eval: (script, input) => commands.eval(script, input),
      async evalSha(sha, input) {
        sent += 1;
        await commands.evalSha(sha, input);
        throw new Error("Socket closed unexpectedly");
      },
    });
    await pool().put(units(id));
    await expect(losing.take(wish(id))).rejects.toThrow("Redis cannot be used now");
    expect(sent).toBe(1);
    expect(losing.isAway).toBe(true);
    expect(await pool().take(wish(id))).toMatchObject({ taken: 2, left: 6 });
  });
});

test("a replica that is made master gives nothing that its master may have given", async () => {
  const [master, replica] = [await servers.start(), await servers.start()];
  const [one, other] = [createClient({ url: master.url }), createClient({ url: replica.url })];
  await Promise.all([one.connect(), other.connect()]);
  const id = randomUUID();
  await other.sendCommand(["CONFIG", "SET", "masterauth", master.password]);
  await other.sendCommand(["REPLICAOF", "127.0.0.1", String(master.port)]);
  const before = poolOf(plainCommands(one));
  await before.put(units(id));
  await expect.poll(() => other.exists(names.quota(id)), { timeout: 60_000 }).toBe(1);
  await other.sendCommand(["REPLICAOF", "NO", "ONE"]);
  // Its master goes on for a while, as one does that was cut off.
  expect(await before.take(wish(id))).toMatchObject({ taken: 2, left: 8 });
  const after = poolOf(plainCommands(other));
  expect(await after.take(wish(id))).toEqual({ taken: 0, left: 0, inStore: 0 });
  expect(await after.put(units(id, 3))).toBe(3);
  expect(await after.take(wish(id))).toMatchObject({ taken: 2, left: 1 });
  one.destroy();
  other.destroy();
});
