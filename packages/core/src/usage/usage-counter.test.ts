import { beforeEach, describe, expect, test } from "vitest";
import { Background, type Fault } from "../background/background.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { MemoryUsageStore } from "../memory/memory-usage-store.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { UsageStore } from "../port/usage-store.ts";
import { type Faulty, faulty } from "../testing/faulty.ts";
import { keyDraft } from "../testing/key-draft.ts";
import { type ManualClock, manualClock } from "../testing/manual-clock.ts";
import { type ManualTimers, manualTimers } from "../testing/manual-timers.ts";
import type { UsageCounts } from "./counts.ts";
import { KeyUsage } from "./key-usage.ts";
import { MAX_KEPT_COUNTS, USAGE_INTERVAL, UsageCounter } from "./usage-counter.ts";

const NOW = Date.UTC(2026, 0, 15, 12);
const MINUTE = 60_000;
const AWAY = new Error("away");

let clock: ManualClock;
let store: Faulty<KeyStore>;
let timers: ManualTimers;
let faults: Fault[];
let background: Background;
let counter: UsageCounter;
let usages: readonly KeyUsage[];
let counts: Faulty<UsageStore>;

beforeEach(async () => {
  store = faulty<KeyStore>(new MemoryKeyStore());
  clock = manualClock(NOW);
  timers = manualTimers();
  faults = [];
  counts = faulty<UsageStore>(new MemoryUsageStore());
  background = new Background((fault) => faults.push(fault));
  counter = new UsageCounter({ store: store.port, counts: counts.port, clock, timers, background });
  const inserted = await Promise.all([1, 2, 3].map(() => store.port.insert(keyDraft())));
  usages = inserted.map((record) => new KeyUsage(record.id));
});

async function afterInterval(): Promise<void> {
  timers.advance(USAGE_INTERVAL);
  await background.idle();
}

async function stored(index: number): Promise<number | undefined> {
  const record = await store.port.findById(ids()[index] ?? "");
  return record?.lastRequest?.getTime();
}

function used(index: number, now: number): void {
  const usage = usages[index];
  if (usage !== undefined) counter.count(usage, "valid", now);
}

const ids = () => usages.map(({ id }) => id);

/** What was added, by key and minute. */
async function added(): Promise<Record<string, UsageCounts>> {
  const query = { keyIds: ids(), granularity: "minute" } as const;
  const period = { from: new Date(NOW), to: new Date(NOW + 60 * MINUTE) };
  const buckets = await counts.port.read({ ...query, ...period });
  return Object.fromEntries(
    buckets.map((bucket) => [
      `${ids().indexOf(bucket.keyId)} at ${(bucket.start.getTime() - NOW) / MINUTE}`,
      bucket.counts,
    ]),
  );
}

describe("the last use of keys", () => {
  test("however often they are used, is written once per interval", async () => {
    for (let use = 0; use < 100; use += 1) used(use % 2, NOW + use);
    timers.advance(USAGE_INTERVAL - 1);
    expect(store.calls("recordUse")).toBe(0);
    timers.advance(1);
    await background.idle();
    expect(store.calls("recordUse")).toBe(1);
    expect([await stored(0), await stored(1), await stored(2)]).toEqual([
      NOW + 98,
      NOW + 99,
      undefined,
    ]);
  });

  test("is not that of a request that was refused", async () => {
    counter.count(new KeyUsage(ids()[0] ?? ""), "API_KEY_RATE_LIMITED", NOW);
    await counter.flush();
    expect(await stored(0)).toBeUndefined();
    expect(store.calls("recordUse")).toBe(0);
  });

  test("is the later of two, where a key was forgotten in between", async () => {
    const again = new KeyUsage(ids()[0] ?? "");
    counter.count(again, "valid", NOW + 5);
    used(0, NOW);
    await counter.flush();
    expect(await stored(0)).toBe(NOW + 5);
  });
});

describe("outcomes", () => {
  test("are added by key and minute", async () => {
    for (let second = 50; second < 70; second += 1) used(0, NOW + second * 1_000);
    used(1, NOW);
    for (const usage of usages.slice(0, 1)) {
      counter.count(usage, "API_KEY_RATE_LIMITED", NOW + MINUTE);
      counter.count(usage, "API_KEY_FORBIDDEN", NOW + MINUTE);
    }
    await counter.flush();
    expect(await added()).toEqual({
      "0 at 0": { valid: 10 },
      "0 at 1": { valid: 10, API_KEY_RATE_LIMITED: 1, API_KEY_FORBIDDEN: 1 },
      "1 at 0": { valid: 1 },
    });
  });

  test("are added once, also those of minutes that go on", async () => {
    used(0, NOW);
    await counter.flush();
    await counter.flush();
    used(0, NOW + 1);
    await counter.flush();
    expect(await added()).toEqual({ "0 at 0": { valid: 2 } });
  });

  test("that come while others are written are not lost", async () => {
    const gate = store.hold("recordUse", "before");
    used(0, NOW);
    const flushed = counter.flush();
    await gate.arrived();
    used(0, NOW + 1);
    gate.open();
    await flushed;
    await counter.flush();
    expect(await added()).toEqual({ "0 at 0": { valid: 2 } });
    expect(await stored(0)).toBe(NOW + 1);
  });

  test("that could not be added are kept, and added once", async () => {
    for (const index of [0, 1, 2]) used(index, NOW);
    const gate = counts.hold("add", "after");
    const flushed = counter.flush();
    await gate.arrived();
    counts.fail(AWAY, ["add"]);
    gate.open();
    await expect(flushed).rejects.toBe(AWAY);
    used(0, NOW + MINUTE);
    counts.heal();
    await counter.flush();
    expect(await added()).toEqual({
      "0 at 0": { valid: 1 },
      "0 at 1": { valid: 1 },
      "1 at 0": { valid: 1 },
      "2 at 0": { valid: 1 },
    });
  });

  test("are dropped beyond a bound while they cannot be added, and that is told", async () => {
    counts.fail(AWAY, ["add"]);
    for (let minute = 0; minute <= MAX_KEPT_COUNTS + 1; minute += 1) used(0, NOW + minute * MINUTE);
    expect(faults).toMatchObject([{ during: "usage" }]);
  });
});

test("while nothing is used, nothing is written and no timer is armed", async () => {
  expect(timers.armed).toBe(0);
  used(0, NOW);
  await afterInterval();
  expect(timers.armed).toBe(0);
  timers.advance(100 * USAGE_INTERVAL);
  await counter.flush();
  expect(store.calls("recordUse")).toBe(1);
});

describe("a write that fails", () => {
  test("is reported, kept and tried again, without any further use", async () => {
    store.fail(AWAY, ["recordUse"]);
    used(0, NOW);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await afterInterval();
      expect(faults).toHaveLength(attempt);
    }
    expect(faults[0]).toEqual({ during: "usage", error: AWAY });
    store.heal();
    await afterInterval();
    expect(await stored(0)).toBe(NOW);
    expect(timers.armed).toBe(0);
    expect(await added()).toEqual({ "0 at 0": { valid: 1 } });
  });

  test("does not undo what was counted meanwhile", async () => {
    const gate = store.hold("recordUse", "before");
    used(0, NOW);
    used(1, NOW);
    timers.advance(USAGE_INTERVAL);
    await gate.arrived();
    used(0, NOW + 10);
    store.fail(AWAY);
    gate.open();
    await background.idle();
    store.heal();
    expect(faults).toHaveLength(1);
    await afterInterval();
    expect([await stored(0), await stored(1)]).toEqual([NOW + 10, NOW]);
    expect(await added()).toMatchObject({ "0 at 0": { valid: 2 } });
  });
});

describe("writes follow each other:", () => {
  test("a slow one is not overtaken by the next, which could put the older moment last", async () => {
    const gate = store.hold("recordUse", "before");
    used(0, NOW);
    timers.advance(USAGE_INTERVAL);
    await gate.arrived();
    used(0, NOW + 6_000);
    timers.advance(10 * USAGE_INTERVAL);
    expect(gate.arrivals).toBe(1);
    gate.open();
    await background.idle();
    expect(await stored(0)).toBe(NOW);
    await afterInterval();
    expect(await stored(0)).toBe(NOW + 6_000);
  });

  test("a flush waits for the one under way and writes what came since", async () => {
    const gate = store.hold("recordUse", "before");
    used(0, NOW);
    timers.advance(USAGE_INTERVAL);
    await gate.arrived();
    used(0, NOW + 1);
    const flushed = counter.flush();
    expect(gate.arrivals).toBe(1);
    gate.open();
    await flushed;
    expect(await stored(0)).toBe(NOW + 1);
    expect(store.calls("recordUse")).toBe(2);
    expect(timers.armed).toBe(0);
  });
});
