import { createKeyEngine } from "@latchkey/core";
import { instantHasher } from "@latchkey/core/testing";
import { expect, it } from "vitest";
import { describeSharedDatabase, waitingProcess } from "../testing/waiting-process.ts";

const QUOTA = 3_000;

describeSharedDatabase((open) => {
  it(
    "a quota is spent exactly once by two processes, and what one held at its end is there for others",
    { timeout: 120_000 },
    async () => {
      const { name, opened } = await open();
      const engine = createKeyEngine({
        store: opened.store,
        owners: { find: async (id) => ({ id }) },
        hasher: instantHasher(),
      });
      const { key, record } = await engine.create({
        referenceId: "owner",
        quota: { remaining: QUOTA },
        rateLimit: { enabled: false },
      });
      const spenders = await Promise.all(
        [1, 2].map(() => waitingProcess("./spend-quota.ts", [name])),
      );
      const spent = await Promise.all(spenders.map(async ({ go }) => Number(await go(key))));
      const [one = 0, other = 0] = spent;
      expect(one).toBeGreaterThan(0);
      expect(other).toBeGreaterThan(0);
      const left = QUOTA - one - other;
      expect((await engine.get({ ...record })).quota.remaining).toBe(left);

      let passed = 0;
      while ((await engine.verify(key)).valid) passed += 1;
      expect(passed).toBe(left);
      await engine.close();
    },
  );
});
