import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { Background, type Fault } from "../background/background.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import type { KeyStore } from "../port/key-store.ts";
import { type KeyQuota, NO_QUOTA } from "../record/record.ts";
import { type Faulty, faulty } from "../testing/faulty.ts";
import { keyDraft } from "../testing/key-draft.ts";
import { type ManualClock, manualClock } from "../testing/manual-clock.ts";
import { type ManualTimers, manualTimers } from "../testing/manual-timers.ts";
import { EXHAUSTED_MEMORY, LEASE_IDLE, Quotas } from "./quotas.ts";

const AWAY = new Error("away");

let clock: ManualClock;
let timers: ManualTimers;
let store: Faulty<KeyStore>;
let faults: Fault[];
let background: Background;

beforeEach(() => {
  clock = manualClock();
  timers = manualTimers();
  store = faulty<KeyStore>(new MemoryKeyStore());
  faults = [];
  background = new Background((fault) => faults.push(fault));
});

const process = () => new Quotas({ store: store.port, clock, timers, background });

const keyWith = (quota: Partial<KeyQuota>) =>
  store.port.insert(
    keyDraft({ createdAt: new Date(clock.now()), quota: { ...NO_QUOTA, ...quota } }),
  );

async function left(id: string): Promise<number | null> {
  return (await store.port.findById(id))?.quota.remaining ?? null;
}

/** How many of so many requests, at once, get their share. */
async function served(quotas: Quotas, id: string, requests: number): Promise<number> {
  const view = await store.port.findById(id);
  if (view === null) throw new Error("There is no such key.");
  const all = Array.from({ length: requests }, async () => quotas.reserve(view, 1, clock.now()));
  return (await Promise.all(all)).filter(({ kind }) => kind === "reserved").length;
}

describe("of a quota", () => {
  test.each([0, 1, 15, 16, 100, 1_000])("of %i exactly so many requests are served", async (n) => {
    const { id } = await keyWith({ remaining: n });
    expect(await served(process(), id, n + 50)).toBe(n);
    expect(await left(id)).toBe(0);
  });

  test("exactly all is served by two processes that ask in turns of any size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 300 }),
        fc.array(fc.record({ by: fc.nat({ max: 1 }), requests: fc.nat({ max: 40 }) })),
        async (remaining, turns) => {
          const { id } = await keyWith({ remaining });
          const processes = [process(), process()];
          let total = 0;
          for (const { by, requests } of turns) {
            total += await served(processes[by] ?? process(), id, requests);
            expect(total).toBeLessThanOrEqual(remaining);
          }
          clock.advance(EXHAUSTED_MEMORY);
          for (const each of processes) total += await served(each, id, remaining + 1);
          expect(total).toBe(remaining);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a request that costs more takes more, and one that costs too much leaves the rest to others", async () => {
    const { id } = await keyWith({ remaining: 10 });
    const view = await keyWith({ remaining: 10 });
    const quotas = process();
    expect(await quotas.reserve(view, 8, clock.now())).toMatchObject({ remaining: 2 });
    expect(await quotas.reserve(view, 3, clock.now())).toMatchObject({ kind: "exhausted" });
    expect(await quotas.reserve(view, 2, clock.now())).toMatchObject({ remaining: 0 });
    expect(await left(id)).toBe(10);
  });
});

describe("a lease", () => {
  test("spares the store: a thousand requests of a million cost one look-up", async () => {
    const { id } = await keyWith({ remaining: 1_000_000 });
    store.resetCalls();
    expect(await served(process(), id, 1_000)).toBe(1_000);
    expect(store.calls("spendQuota")).toBe(1);
  });

  test("shrinks as the quota runs out: near the end nothing is held", async () => {
    const { id } = await keyWith({ remaining: 100 });
    const quotas = process();
    for (let request = 0; request < 100; request += 1) {
      await served(quotas, id, 1);
      expect(quotas.held(id)).toBeLessThanOrEqual(Math.max(0, (await left(id)) ?? 0) / 16 + 6);
    }
    expect(quotas.held(id)).toBe(0);
  });

  test("goes back at the end, and when it has not been used for half a minute", async () => {
    const { id } = await keyWith({ remaining: 1_600 });
    const [one, other] = [process(), process()];
    await served(one, id, 1);
    await served(other, id, 1);
    expect(await left(id)).toBeLessThan(1_500);
    await one.close();
    clock.advance(LEASE_IDLE);
    timers.advance(LEASE_IDLE);
    await background.idle();
    expect(await left(id)).toBe(1_598);
    expect(one.held(id) + other.held(id)).toBe(0);
    expect(timers.armed).toBe(0);
  });

  test("that was given back for a request that was refused is not spent", async () => {
    const view = await keyWith({ remaining: 1 });
    const quotas = process();
    const taken = await quotas.reserve(view, 1, clock.now());
    quotas.release(view, 1, taken);
    await quotas.close();
    expect(await left(view.id)).toBe(1);
  });

  test("is worth nothing once somebody has said how much is left", async () => {
    const { id } = await keyWith({ remaining: 1_600 });
    const quotas = process();
    await served(quotas, id, 1);
    const change = { quota: { remaining: 3, lastRefillAt: new Date(clock.now()) } };
    await store.port.update(id, {}, change);
    expect(await served(quotas, id, 10)).toBe(3);
    await quotas.close();
    expect(await left(id)).toBe(0);
  });
});

describe("a quota that is refilled", () => {
  const refilled = { remaining: 5, refillAmount: 5, refillInterval: 60_000 };

  test("serves its amount in each interval, by however many processes", async () => {
    const { id } = await keyWith(refilled);
    const processes = [process(), process()];
    for (let interval = 0; interval < 4; interval += 1) {
      const counts = await Promise.all(processes.map((each) => served(each, id, 20)));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
      clock.advance(60_000);
    }
  });

  test("tells when that will be", async () => {
    const view = await keyWith({ ...refilled, remaining: 0 });
    clock.advance(20_000);
    const reservation = await process().reserve(view, 1, clock.now());
    expect(reservation).toEqual({ kind: "exhausted", refillAfter: 40_000 });
  });

  test("keeps what it has more than a refill brings", async () => {
    const { id } = await keyWith({ ...refilled, remaining: 50 });
    clock.advance(60_000);
    expect(await served(process(), id, 100)).toBe(50);
  });

  test("is not filled with what was left in a process from before", async () => {
    const { id } = await keyWith({ remaining: 160, refillAmount: 160, refillInterval: 60_000 });
    const [idle, busy] = [process(), process()];
    await served(idle, id, 1);
    clock.advance(60_000);
    const total = (await served(busy, id, 200)) + (await served(idle, id, 200));
    expect(total).toBe(160);
    await idle.close();
    expect(await left(id)).toBe(0);
  });
});

describe("an exhausted quota", () => {
  test("is not looked up for each request", async () => {
    const { id } = await keyWith({ remaining: 0 });
    const view = await store.port.findById(id);
    if (view === null) throw new Error("The key is there.");
    const quotas = process();
    store.resetCalls();
    for (let request = 0; request < 100; request += 1) await quotas.reserve(view, 1, clock.now());
    expect(store.calls("findById")).toBe(1);
    clock.advance(EXHAUSTED_MEMORY);
    await quotas.reserve(view, 1, clock.now());
    expect(store.calls("findById")).toBe(2);
  });
});

describe("while the store is away", () => {
  test("what is held is served, and for the rest it is told that nothing can be", async () => {
    const { id } = await keyWith({ remaining: 1_600 });
    const view = await keyWith({ remaining: 1_600 });
    const quotas = process();
    await quotas.reserve(view, 1, clock.now());
    store.fail(AWAY);
    for (let request = 0; request < 99; request += 1) {
      expect(quotas.reserve(view, 1, clock.now())).toMatchObject({ kind: "reserved" });
    }
    await expect(quotas.reserve(view, 1, clock.now())).rejects.toBe(AWAY);
    store.heal();
    expect(await served(quotas, id, 1)).toBe(1);
  });
});

test("a key that was rotated spends its successor's quota", async () => {
  const successor = await keyWith({ remaining: 3 });
  const old = await store.port.insert(
    keyDraft({ replacedById: successor.id, quota: { ...NO_QUOTA, remaining: 0 } }),
  );
  const quotas = process();
  expect(await served(quotas, old.id, 2)).toBe(2);
  expect(await served(quotas, successor.id, 5)).toBe(1);
});
