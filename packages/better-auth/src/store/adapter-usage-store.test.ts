import { describeUsageStore, faulty, scheduledStore } from "@latchkey/core/testing";
import * as fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { memoryAdapterStore, postgresStore, sqliteStore } from "../testing/adapter-stores.ts";
import { postgresForFile } from "../testing/postgres-for-file.ts";
import { AdapterUsageStore } from "./adapter-usage-store.ts";

describeUsageStore({ name: "Better Auth's adapter on node:sqlite", create: () => sqliteStore() });

describeUsageStore({ name: "Better Auth's adapter in memory", create: memoryAdapterStore });

const postgres = postgresForFile();

describeUsageStore({
  name: "Better Auth's adapter on PostgreSQL",
  create: () => postgresStore(postgres.connectionString),
});

const BUCKET = {
  keyId: "key",
  granularity: "minute",
  start: new Date("2026-01-15T12:00Z"),
} as const;
const QUERY = {
  keyIds: [BUCKET.keyId],
  granularity: BUCKET.granularity,
  from: BUCKET.start,
  to: new Date("2026-01-15T12:01Z"),
} as const;

/** A store on an adapter whose calls are counted and can be made to fail. */
async function failing() {
  const opened = await sqliteStore();
  onTestFinished(() => opened.dispose());
  const adapter = faulty(opened.adapter);
  return { usage: new AdapterUsageStore(() => adapter.port), adapter, again: opened.usage };
}

describe.each([
  ["node:sqlite", () => sqliteStore()],
  ["an adapter that does not know unique columns", memoryAdapterStore],
])("processes that take turns in any order, statement by statement, on %s", (_name, open) => {
  it("come to the sum of what they add", async () => {
    const opened = await open();
    onTestFinished(() => opened.dispose());
    const { adapter, usage } = opened;
    const amounts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), amounts, async (scheduler, added) => {
        await usage.removeKey(BUCKET.keyId);
        const adds = added.map((valid) =>
          new AdapterUsageStore(() => scheduledStore(adapter, scheduler)).add(BUCKET, { valid }),
        );
        await scheduler.waitFor(Promise.all(adds));
        const valid = added.reduce((sum, each) => sum + each, 0);
        expect(await usage.read(QUERY)).toEqual([{ ...BUCKET, counts: { valid } }]);
      }),
      { numRuns: 60 },
    );
  });
});

it("an add is one statement, and the first to a bucket two", async () => {
  const { usage, adapter } = await failing();
  await usage.add(BUCKET, { valid: 1 });
  expect(adapter.calls()).toBe(2);
  adapter.resetCalls();
  await usage.add(BUCKET, { valid: 1, API_KEY_EXPIRED: 1 });
  expect(adapter.calls()).toBe(1);
  adapter.resetCalls();
  await usage.add(BUCKET, { valid: 0 });
  expect(adapter.calls()).toBe(0);
});

describe("an add that the database refuses is told as what the database said, and has counted nothing", () => {
  const refusal = new Error("the disk is full");

  it.each(["incrementOne", "create"] as const)("of a bucket that is new, at %s", async (method) => {
    const { usage, adapter, again } = await failing();
    adapter.fail(refusal, [method]);
    await expect(usage.add(BUCKET, { valid: 1 })).rejects.toThrow(refusal);
    expect(await again.read(QUERY)).toEqual([]);
    adapter.heal();
    await usage.add(BUCKET, { valid: 1 });
    expect(await again.read(QUERY)).toEqual([{ ...BUCKET, counts: { valid: 1 } }]);
  });

  it("of a bucket that is there", async () => {
    const { usage, adapter, again } = await failing();
    await usage.add(BUCKET, { valid: 1 });
    adapter.fail(refusal);
    await expect(usage.add(BUCKET, { valid: 2 })).rejects.toThrow(refusal);
    expect(await again.read(QUERY)).toEqual([{ ...BUCKET, counts: { valid: 1 } }]);
  });
});

it("what cannot be read or removed is not told as nothing", async () => {
  const { usage, adapter } = await failing();
  adapter.fail();
  const removal = { granularity: "minute", before: QUERY.to, limit: 10 } as const;
  await expect(usage.read(QUERY)).rejects.toThrow("out of reach");
  await expect(usage.removeBefore(removal)).rejects.toThrow("out of reach");
  await expect(usage.removeKey(BUCKET.keyId)).rejects.toThrow("out of reach");
});
