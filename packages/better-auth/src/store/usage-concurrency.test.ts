import { expect, it } from "vitest";
import { describeSharedDatabase, waitingProcess } from "../testing/waiting-process.ts";

const KEY = "key";
const PROCESSES = 3;
const BUCKETS = 40;
const TIMES = 5;

describeSharedDatabase((open) => {
  it(
    "three processes that add to the same new buckets at once lose nothing, count nothing twice and make each once",
    { timeout: 120_000 },
    async () => {
      const { name, opened } = await open();
      const args = [name, KEY, `${BUCKETS}`, `${TIMES}`];
      const adders = await Promise.all(
        Array.from({ length: PROCESSES }, () => waitingProcess("./add-usage.ts", args)),
      );
      await Promise.all(adders.map(({ go }) => go()));

      const read = await opened.usage.read({
        keyIds: [KEY],
        granularity: "minute",
        from: new Date(0),
        to: new Date(BUCKETS * 60_000),
      });
      const added = PROCESSES * TIMES;
      expect(read.map(({ start, counts }) => [start.getTime() / 60_000, counts])).toEqual(
        Array.from({ length: BUCKETS }, (_, minute) => [
          minute,
          minute === 0 ? { valid: added } : { valid: added, API_KEY_RATE_LIMITED: added * minute },
        ]),
      );
      expect(await opened.adapter.count({ model: "apikeyUsage" })).toBe(BUCKETS);
    },
  );
});
