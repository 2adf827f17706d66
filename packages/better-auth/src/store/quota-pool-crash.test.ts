import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createKeyEngine } from "@latchkey/core";
import { instantHasher } from "@latchkey/core/testing";
import { latchkeyRedis } from "@latchkey/redis";
import { expect, it, onTestFinished } from "vitest";
import { startRedis } from "../../../../scripts/redis-test-server.ts";
import { describeSharedDatabase } from "../testing/waiting-process.ts";

const CHILD = fileURLToPath(new URL("../testing/spend-and-wait.ts", import.meta.url));
const QUOTA = 5_000;
/** What a process has in hand at most that nobody has asked for. */
const MAX_HAND = 100;

/** Starts a process that verifies the key so many times; answers how often it passed, once it waits. */
async function spending(args: readonly string[]) {
  const child = spawn(process.execPath, ["--conditions=latchkey-source", CHILD, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const ended = once(child, "close");
  const passed = Number(String((await once(child.stdout, "data"))[0]));
  return { passed, ended, kill: () => child.kill("SIGKILL") };
}

describeSharedDatabase((open) => {
  it(
    "of a quota that processes share over Redis one that is killed takes along what it had in hand, and nothing is spent twice",
    { timeout: 240_000 },
    async () => {
      const { name, opened } = await open();
      const server = await startRedis();
      onTestFinished(() => server.stop());
      const redis = latchkeyRedis(server, { deadline: 30_000 });
      onTestFinished(() => redis.close());
      await redis.ping();
      const engine = createKeyEngine({
        store: opened.store,
        owners: { find: async (id) => ({ id }) },
        hasher: instantHasher(),
        quotaPool: redis.quotaPool,
      });
      onTestFinished(() => engine.close());
      const { key, record } = await engine.create({
        referenceId: "owner",
        quota: { remaining: QUOTA },
        rateLimit: { enabled: false },
      });

      const args = [name, server.url, key, "600"];
      const [killed, other] = await Promise.all([spending(args), spending(args)]);
      expect([killed.passed, other.passed]).toEqual([600, 600]);
      for (const process of [killed, other]) {
        process.kill();
        expect(await process.ended).toEqual([null, "SIGKILL"]);
      }

      // Two were killed: what neither had in hand is there for a third, in the database or in the pool.
      let passed = 0;
      while ((await engine.verify(key)).valid) passed += 1;
      expect(passed).toBeLessThanOrEqual(QUOTA - 1_200);
      expect(passed).toBeGreaterThanOrEqual(QUOTA - 1_200 - 2 * MAX_HAND);
      expect((await engine.get({ ...record })).quota.remaining).toBe(0);
    },
  );
});
