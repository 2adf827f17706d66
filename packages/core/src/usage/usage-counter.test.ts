import { beforeEach, describe, expect, test } from "vitest";
import { Background, type Fault } from "../background/background.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { MemoryUsageStore } from "../memory/memory-usage-store.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { UsageStore } from "../port/usage-store.ts";
import { type Faulty, faulty } from "../testing/faulty.ts";
import { keyDraft } from "../testing/key-draft.ts";
import { type ManualTimers, manualTimers } from "../testing/manual-timers.ts";
import type { UsageCounts } from "./counts.ts";
import { KeyUsage } from "./key-usage.ts";
import { MAX_KEPT_COUNTS } from "./pending-counts.ts";
import { USAGE_INTERVAL, UsageCounter } from "./usage-counter.ts";
import { USAGE_GRANULARITIES, type UsageGranularity } from "./bucket.ts";
import { type ManualClock, manualClock } from "../testing/manual-clock.ts";
import { MemoryAddressStore } from "../memory/memory-address-store.ts";
import type { AddressStore } from "../port/address-store.ts";
import { INSTALLATION_USAGE } from "./installation-usage.ts";
import { MAX_ADDRESSES_KEPT } from "./seen-from.ts";

const NOW = Date.UTC(2026, 0, 15, 12);
const MINUTE = 60_000;
const AWAY = new Error("away");

let store: Faulty<KeyStore>;
let timers: ManualTimers;
let faults: Fault[];
let background: Background;
let counter: UsageCounter;
let usages: readonly KeyUsage[];
let counts: Faulty<UsageStore>;
let addresses: Faulty<AddressStore>;
let clock: ManualClock;

beforeEach(async () => {
  store = faulty<KeyStore>(new MemoryKeyStore());
  timers = manualTimers();
  faults = [];
  counts = faulty<UsageStore>(new MemoryUsageStore());
  background = new Background((fault) => faults.push(fault));
  addresses = faulty<AddressStore>(new MemoryAddressStore());
  clock = manualClock(NOW);
  const ports = { store: store.port, counts: counts.port, addresses: addresses.port };
  counter = new UsageCounter({ ...ports, clock, timers, background });
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

/** What was added, by key and minute, or by hour or day. */
async function added(
  granularity: UsageGranularity = "minute",
): Promise<Record<string, UsageCounts>> {
  const query = { keyIds: ids(), granularity } as const;
  const period = { from: new Date(0), to: new Date(NOW + 48 * 60 * MINUTE) };
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

  test("are added to minute, hour and day", async () => {
    const hour = 60 * MINUTE;
    used(0, NOW);
    used(0, NOW + MINUTE);
    used(0, NOW + hour);
    used(0, NOW + 12 * hour);
    await counter.flush();
    expect(Object.keys(await added())).toHaveLength(4);
    expect(await added("hour")).toEqual({
      "0 at 0": { valid: 2 },
      "0 at 60": { valid: 1 },
      "0 at 720": { valid: 1 },
    });
    expect(await added("day")).toEqual({ "0 at -720": { valid: 3 }, "0 at 720": { valid: 1 } });
  });

  test("that could be added to some buckets only are added to the others later, and to none twice", async () => {
    for (const granularity of USAGE_GRANULARITIES) {
      const failing = failingFrom(granularity);
      used(0, NOW);
      used(1, NOW);
      await expect(failing.counter.flush()).rejects.toBe(AWAY);
      used(0, NOW);
      failing.heal();
      await failing.counter.flush();
      for (const each of USAGE_GRANULARITIES) {
        const counted = Object.entries(await added(each)).map(
          ([bucket, { valid }]) => `${valid} of ${bucket.split(" ", 1)[0]}`,
        );
        expect(counted.toSorted()).toEqual(["1 of 1", "2 of 0"]);
      }
      for (const id of ids()) await counts.port.removeKey(id);
    }
  });

  test("are dropped beyond a bound while they cannot be added, the oldest first, and that is told and counted", async () => {
    counts.fail(AWAY, ["addAll"]);
    for (let minute = 0; minute <= MAX_KEPT_COUNTS + 1; minute += 1) used(0, NOW + minute * MINUTE);
    expect(faults).toMatchObject([{ during: "usage" }]);
    expect(counter.state.dropped).toEqual({ minute: MAX_KEPT_COUNTS / 10, hour: 0, day: 0 });
    await expect(counter.flush()).rejects.toBe(AWAY);
    counts.heal();
    await counter.flush();
    expect(await added()).not.toHaveProperty("0 at 0");
    expect(await added("hour")).toMatchObject({ "0 at 0": { valid: 60 } });
  });

  test("of a wrong secret count for the key that was meant, and of nobody's key for the installation", async () => {
    const id = ids()[0] ?? "";
    for (let time = 0; time < 3; time += 1) counter.countUnproven(id, "API_KEY_INVALID", NOW);
    used(0, NOW);
    counter.countUnproven(null, "API_KEY_INVALID", NOW);
    counter.countUnproven(null, "API_KEY_UNAVAILABLE", NOW);
    await counter.flush();
    expect(await added()).toEqual({ "0 at 0": { valid: 1, API_KEY_INVALID: 3 } });
    const period = { from: new Date(NOW), to: new Date(NOW + 1) };
    const query = { keyIds: [INSTALLATION_USAGE], granularity: "day", ...period } as const;
    const from = { ...query, from: new Date(0) };
    expect(await counts.port.read(from)).toMatchObject([
      { counts: { API_KEY_INVALID: 1, API_KEY_UNAVAILABLE: 1 } },
    ]);
  });
});

/** A counter on the same stores, of which that of counts refuses what is of a granularity. */
function failingFrom(granularity: UsageGranularity) {
  let isFailing = true;
  const refusing: Pick<UsageStore, "addAll"> = {
    async addAll(additions, tell) {
      for (const addition of additions) {
        if (isFailing && addition.bucket.granularity === granularity) throw AWAY;
        await counts.port.add(addition.bucket, addition.counts);
        tell(addition);
      }
    },
  };
  counter = new UsageCounter({ store: store.port, counts: refusing, clock, timers, background });
  return {
    counter,
    heal() {
      isFailing = false;
    },
  };
}

const seen = async (index = 0) =>
  (await addresses.port.list(ids()[index] ?? "")).map(
    ({ address, client, firstSeenAt, lastSeenAt }) => [
      address,
      client,
      firstSeenAt.getTime() - NOW,
      lastSeenAt.getTime() - NOW,
    ],
  );
const usedFrom = (address: string | null, client: string | null, now: number) => {
  const [usage] = usages;
  if (usage === undefined) return;
  counter.count(usage, "valid", now);
  counter.noteSource(usage, { address, client: () => client }, now);
};

describe("from where a key was used", () => {
  test("is written with the last use, and every address once", async () => {
    usedFrom("192.0.2.1", "curl/8", NOW);
    usedFrom("192.0.2.1", "curl/8", NOW + 1);
    usedFrom("192.0.2.2", "curl/9", NOW + 2);
    usedFrom("192.0.2.1", "curl/9", NOW + 3);
    await counter.flush();
    expect(await store.port.findById(ids()[0] ?? "")).toMatchObject({
      lastAddress: "192.0.2.1",
      lastClient: "curl/9",
    });
    expect(await seen()).toEqual([
      ["192.0.2.1", "curl/9", 0, 3],
      ["192.0.2.2", "curl/9", 2, 2],
    ]);
    usedFrom("192.0.2.1", "curl/9", NOW + 9);
    await counter.flush();
    expect(await seen()).toMatchObject([["192.0.2.1", "curl/9", 0, 9], { 0: "192.0.2.2" }]);
  });

  test("is not told of a later use that says nothing of it", async () => {
    usedFrom("192.0.2.1", "curl/8", NOW);
    used(0, NOW + 1);
    await counter.flush();
    const record = await store.port.findById(ids()[0] ?? "");
    expect(record).toMatchObject({ lastAddress: null, lastClient: null });
    expect(await seen()).toHaveLength(1);
  });

  test("is kept for so many addresses at most, the last ones", async () => {
    for (let index = 0; index < 300; index += 1)
      usedFrom(`10.0.${index >> 8}.${index & 255}`, null, NOW + index);
    await counter.flush();
    const kept = await seen();
    expect(kept).toHaveLength(MAX_ADDRESSES_KEPT);
    expect(kept[0]).toMatchObject({ 0: "10.0.1.43" });
  });

  test("is kept while it cannot be written, with the moment at which it was seen first", async () => {
    addresses.fail(AWAY);
    usedFrom("192.0.2.1", "curl/8", NOW);
    await expect(counter.flush()).rejects.toBe(AWAY);
    expect(await added()).toEqual({ "0 at 0": { valid: 1 } });
    usedFrom("192.0.2.1", "curl/8", NOW + 5);
    addresses.heal();
    await counter.flush();
    expect(await seen()).toEqual([["192.0.2.1", "curl/8", 0, 5]]);
    expect(await added()).toEqual({ "0 at 0": { valid: 2 } });
  });

  test("by a getter that fails is reported, and the use counted", async () => {
    const [usage] = usages;
    if (usage === undefined) return;
    counter.count(usage, "valid", NOW);
    const failing = () => {
      throw AWAY;
    };
    counter.noteSource(usage, { address: failing }, NOW);
    await counter.flush();
    expect(faults).toEqual([{ during: "usage", error: AWAY }]);
    expect(await added()).toEqual({ "0 at 0": { valid: 1 } });
  });
});

test("the state tells since when counts wait, how often writing failed and when it last went well", async () => {
  const nothing = { lastFlushAt: null, pendingSince: null, pendingKeys: 0, pendingCounts: 0 };
  expect(counter.state).toMatchObject({ ...nothing, failures: 0 });
  used(0, NOW + 1);
  used(1, NOW + 2);
  expect(counter.state).toMatchObject({ pendingSince: NOW + 1, pendingKeys: 2 });
  counts.fail(AWAY);
  await expect(counter.flush()).rejects.toBe(AWAY);
  expect(counter.state).toMatchObject({ pendingSince: NOW + 1, pendingCounts: 6, failures: 1 });
  counts.heal();
  clock.advance(10);
  await counter.flush();
  expect(counter.state).toMatchObject({ ...nothing, lastFlushAt: NOW + 10, failures: 1 });
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
