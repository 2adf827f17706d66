import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { USAGE_INTERVAL } from "../usage/usage-counter.ts";
import { MemoryUsageStore } from "../memory/memory-usage-store.ts";
import { forgedKey } from "../testing/forged-key.ts";
import { testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";
const AWAY = new Error("away");

describe("verifications", () => {
  test("are counted by what came of them and by what they were answered from", async () => {
    const { engine, clock } = testEngine();
    const { key, record } = await engine.create({ referenceId: OWNER });
    await engine.verify(key);
    await engine.verify(key);
    clock.advance(1_000);
    await engine.verify(key);
    // The store is asked whether it has keys from elsewhere; once.
    await engine.verify("no key");
    await engine.verify("no key");
    await engine.verify(forgedKey(record.start));
    await engine.update({ id: record.id, referenceId: OWNER, enabled: false });
    await engine.verify(key);
    await engine.verify(key);
    const { verifications, cache, cachedKeys } = engine.metrics();
    expect(verifications).toMatchObject({ valid: 3, API_KEY_INVALID: 3, API_KEY_DISABLED: 2 });
    expect(cache).toEqual({ miss: 3, hit: 2, revalidated: 2, malformed: 1 });
    expect(cachedKeys).toBe(1);
  });

  test("that cannot be told count as unavailable, and as a fault", async () => {
    const { engine, store } = testEngine();
    const { key } = await engine.create({ referenceId: OWNER });
    store.fail(AWAY);
    await engine.verify(key);
    const { verifications, faults, store: calls } = engine.metrics();
    expect(verifications.API_KEY_UNAVAILABLE).toBe(1);
    expect(faults).toMatchObject({ verify: 1, usage: 0 });
    expect(calls.findByStart).toMatchObject({ failed: 1, seconds: { count: 1 } });
  });

  test("are each counted once, whatever is asked in whatever order", async () => {
    const { engine, clock } = testEngine({ policy: { rateLimit: { max: 5, window: 60_000 } } });
    const made = await Promise.all([1, 2, 3].map(() => engine.create({ referenceId: OWNER })));
    const keys = [
      ...made.map(({ key }) => key),
      ...made.map((it) => forgedKey(it.record.start)),
      "x",
    ];
    let asked = 0;
    const steps = fc.array(fc.tuple(fc.constantFrom(...keys), fc.nat(2_000)), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const asking = all.map(([key, pause]) => {
          clock.advance(pause);
          return engine.verify(key);
        });
        await Promise.all(asking);
        asked += all.length;
        const { verifications, cache } = engine.metrics();
        for (const counts of [verifications, cache]) {
          expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(asked);
          expect(Math.min(...Object.values(counts))).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 20 },
    );
  });
});

test("runs of the hasher are timed, apart from the wait for their turn", async () => {
  const { engine, hasher, clock } = testEngine();
  const { key } = await engine.create({ referenceId: OWNER });
  const gate = hasher.hold("verify", "after");
  const verifying = engine.verify(key);
  await gate.arrived();
  expect(engine.metrics().hasher).toMatchObject({ running: 1, waiting: 0 });
  clock.advance(200);
  gate.open();
  await verifying;
  const { runs, waits, running } = engine.metrics().hasher;
  expect({ running, waits: waits.count }).toEqual({ running: 0, waits: 2 });
  expect(runs.verify.seconds).toMatchObject({ count: 1, sum: 0.2 });
  expect(runs.hash.seconds.count).toBe(1);
});

test("runs that wait for their turn are seen", async () => {
  const { engine, hasher } = testEngine();
  const made = await Promise.all(
    Array.from({ length: 100 }, () => engine.create({ referenceId: OWNER })),
  );
  const gate = hasher.hold("verify", "before");
  const verifying = made.map(({ key }) => engine.verify(key));
  const { concurrency } = engine.metrics().hasher;
  await gate.arrived(concurrency);
  // They begin a few at a time.
  await expect
    .poll(() => engine.metrics().hasher)
    .toMatchObject({ running: concurrency, waiting: 100 - concurrency });
  gate.open();
  await Promise.all(verifying);
  expect(engine.metrics().hasher).toMatchObject({ running: 0, waiting: 0 });
});

describe("uses that are not written", () => {
  test("are seen with how long they have waited, until they are written", async () => {
    const { engine, store, clock, timers } = testEngine({ usageStore: new MemoryUsageStore() });
    const { key } = await engine.create({ referenceId: OWNER });
    const nothing = { pendingKeys: 0, pendingCounts: 0, droppedUses: 0, lag: 0 };
    expect(engine.metrics().usage).toMatchObject({ ...nothing, lastFlushAt: null });
    await engine.verify(key);
    store.fail(AWAY, ["recordUse"]);
    clock.advance(USAGE_INTERVAL);
    timers.advance(USAGE_INTERVAL);
    await expect.poll(() => engine.metrics().faults["usage"]).toBe(1);
    clock.advance(USAGE_INTERVAL);
    expect(engine.metrics().usage).toMatchObject({
      lag: 2 * USAGE_INTERVAL,
      lastFlushAt: null,
      failures: 1,
    });
    store.heal();
    await engine.close();
    expect(engine.metrics().usage).toMatchObject({ ...nothing, lastFlushAt: clock.now() });
  });

  test("do not seem written while a store that hangs is asked", async () => {
    const { engine, store, clock, timers } = testEngine();
    const { key } = await engine.create({ referenceId: OWNER });
    await engine.verify(key);
    const gate = store.hold("recordUse", "before");
    timers.advance(USAGE_INTERVAL);
    await gate.arrived();
    clock.advance(60_000);
    expect(engine.metrics().usage.lag).toBe(60_000);
    gate.open();
    await engine.close();
    expect(engine.metrics().usage.lag).toBe(0);
  });
});

/** All of a reading but its numbers, and but what is none yet. */
const names = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === "number" || each === null ? 0 : each,
  );

test("numbers hold nothing of any one key or owner, and their names are always the same", async () => {
  const fixture = testEngine();
  const before = fixture.engine.metrics();
  const { key, record } = await fixture.engine.create({ referenceId: "Ada", name: "Payroll" });
  await fixture.engine.verify(key, { address: "192.0.2.7" });
  await fixture.engine.verify(forgedKey(record.start), { address: "192.0.2.7" });
  await fixture.engine.revoke({ id: record.id, referenceId: "Ada" });
  await fixture.engine.verify(key);
  expect(names(fixture.engine.metrics())).toBe(names(before));
});
