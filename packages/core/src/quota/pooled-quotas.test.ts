import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { Background, type Fault } from "../background/background.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { MemoryQuotaPool } from "../memory/memory-quota-pool.ts";
import type { KeyStore } from "../port/key-store.ts";
import { systemRandom } from "../port/random.ts";
import type { PoolUnits, PoolWish, QuotaPool } from "../port/quota-pool.ts";
import { type KeyQuota, NO_QUOTA } from "../record/record.ts";
import { type Faulty, faulty } from "../testing/faulty.ts";
import { keyDraft } from "../testing/key-draft.ts";
import { type ManualClock, manualClock } from "../testing/manual-clock.ts";
import { type ManualTimers, manualTimers } from "../testing/manual-timers.ts";
import { scheduledStore } from "../testing/scheduled-store.ts";
import { MAX_HAND } from "./quota-rules.ts";
import { EXHAUSTED_MEMORY, LEASE_IDLE, Quotas } from "./quotas.ts";

const AWAY = new Error("away");

/** A pool that can be away, and known to be. */
class SharedPool implements QuotaPool {
  readonly #pool = new MemoryQuotaPool();
  isAway = false;

  take(wish: PoolWish) {
    return this.#pool.take(wish);
  }

  put(units: PoolUnits) {
    return this.#pool.put(units);
  }

  takeBack(id: string, by: string) {
    return this.#pool.takeBack(id, by);
  }
}

let clock: ManualClock;
let timers: ManualTimers;
let store: Faulty<KeyStore>;
let shared: SharedPool;
let pool: Faulty<QuotaPool>;
let faults: Fault[];
let background: Background;

function setUp() {
  clock = manualClock();
  timers = manualTimers();
  store = faulty<KeyStore>(new MemoryKeyStore());
  shared = new SharedPool();
  pool = faulty<QuotaPool>(shared);
  faults = [];
  background = new Background((fault) => faults.push(fault));
}
beforeEach(setUp);

const process = (ports: { store?: KeyStore; pool?: QuotaPool } = {}) =>
  new Quotas({
    store: ports.store ?? store.port,
    clock,
    timers,
    background,
    pool: { shared: ports.pool ?? pool.port, random: systemRandom },
  });

const keyWith = (quota: Partial<KeyQuota>) =>
  store.port.insert(
    keyDraft({ createdAt: new Date(clock.now()), quota: { ...NO_QUOTA, ...quota } }),
  );

async function viewOf(id: string) {
  const view = await store.port.findById(id);
  if (view === null) throw new Error("There is no such key.");
  return view;
}

async function left(id: string): Promise<number> {
  return (await viewOf(id)).quota.remaining ?? 0;
}

/** How many of so many requests, at once, get their share. */
async function served(quotas: Quotas, id: string, requests: number): Promise<number> {
  const view = await viewOf(id);
  const all = Array.from({ length: requests }, async () => quotas.reserve(view, 1, clock.now()));
  return (await Promise.all(all)).filter(({ kind }) => kind === "reserved").length;
}

async function idle(): Promise<void> {
  clock.advance(LEASE_IDLE);
  timers.advance(LEASE_IDLE);
  await background.idle();
}

/** How many leases so many processes take for 20,000 requests. */
async function leasesFor(count: number): Promise<number> {
  const view = await keyWith({ remaining: 1_000_000 });
  const processes = Array.from({ length: count }, () => process());
  store.resetCalls();
  for (let request = 0; request < 20_000; request += 1) {
    await processes[request % count]?.reserve(view, 1, clock.now());
  }
  return store.calls("spendQuota");
}

describe("processes that share a pool", () => {
  test("serve exactly all there is, in turns of any size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 2_000 }),
        fc.array(fc.record({ by: fc.nat({ max: 2 }), requests: fc.nat({ max: 200 }) })),
        async (remaining, turns) => {
          const { id } = await keyWith({ remaining });
          const processes = [process(), process(), process()];
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

  test("ask the store as seldom as one", async () => {
    expect(await leasesFor(1)).toBe(2);
    expect(await leasesFor(50)).toBe(2);
  });

  test("hold no more than they were asked for and a hundred; near the end nothing", async () => {
    const { id } = await keyWith({ remaining: 10_000 });
    const quotas = process();
    for (let request = 0; request < 10_000; request += 1) {
      await served(quotas, id, 1);
      const hand = quotas.held(id);
      // What lies in the pool counts as held, too: the rest is what the store lacks.
      expect(hand + (await left(id))).toBe(10_000 - request - 1);
    }
    expect(quotas.held(id)).toBe(0);
  });

  test("lose, when one dies, only what that one had in hand", async () => {
    const { id } = await keyWith({ remaining: 5_000 });
    const [dying, other] = [process(), process()];
    const before = (await served(dying, id, 700)) + (await served(dying, id, 1));
    const after = await served(other, id, 5_000);
    expect(before + after).toBeLessThanOrEqual(5_000);
    expect(before + after).toBeGreaterThanOrEqual(5_000 - MAX_HAND);
  });

  test("tell how much is left in the same way", async () => {
    const { id } = await keyWith({ remaining: 8_000 });
    const [one, other] = [process(), process()];
    const view = await viewOf(id);
    expect(await one.reserve(view, 1, clock.now())).toMatchObject({ remaining: 7_999 });
    // What the first holds in hand the second does not know of.
    const told = await other.reserve(view, 1, clock.now());
    expect(told).toMatchObject({ remaining: 8_000 - 62 - 1 });
  });
});

describe("what lies in the pool", () => {
  test("goes back to the store half a minute after it was last used", async () => {
    const { id } = await keyWith({ remaining: 8_000 });
    const [one, other] = [process(), process()];
    await served(one, id, 1);
    await served(other, id, 1);
    expect(await left(id)).toBe(7_000);
    await idle();
    expect(await left(id)).toBe(7_998);
    expect(one.held(id) + other.held(id)).toBe(0);
    expect(timers.armed).toBe(0);
  });

  test("stays while another process uses it", async () => {
    const { id } = await keyWith({ remaining: 8_000 });
    const [one, other] = [process(), process()];
    await served(one, id, 1);
    clock.advance(LEASE_IDLE);
    await served(other, id, 1);
    timers.advance(LEASE_IDLE);
    await background.idle();
    // The first gave back what it had in hand: 62 of which one was spent.
    expect(await left(id)).toBe(7_061);
    await other.close();
    expect(await left(id)).toBe(7_998);
  });

  test("and in hand goes back when the last process is closed, requests under way included", async () => {
    const { id } = await keyWith({ remaining: 8_000 });
    const [one, other] = [process(), process()];
    await served(one, id, 1);
    const view = await viewOf(id);
    const reserving = other.reserve(view, 1, clock.now());
    await Promise.all([one.close(), other.close()]);
    expect(await reserving).toMatchObject({ kind: "reserved" });
    await Promise.all([one.close(), other.close()]);
    expect(await left(id)).toBe(7_998);
  });

  test("waits for others when a process is closed while the store is away", async () => {
    const { id } = await keyWith({ remaining: 8_000 });
    const [one, other] = [process(), process()];
    await served(one, id, 1);
    store.fail(AWAY);
    await one.close();
    store.heal();
    expect(await served(other, id, 8_000)).toBe(7_999);
  });

  test("is worth nothing once somebody has said how much is left", async () => {
    const { id } = await keyWith({ remaining: 8_000 });
    const [one, other] = [process(), process()];
    await served(one, id, 1);
    const change = { quota: { remaining: 3, lastRefillAt: new Date(clock.now()) } };
    await store.port.update(id, {}, change);
    expect((await served(other, id, 10)) + (await served(one, id, 10))).toBe(3);
    await Promise.all([one.close(), other.close()]);
    expect(await left(id)).toBe(0);
  });

  test("is worth nothing once the quota was filled again", async () => {
    const refilled = { remaining: 800, refillAmount: 800, refillInterval: 60_000 };
    const { id } = await keyWith(refilled);
    const processes = [process(), process()];
    for (let interval = 0; interval < 4; interval += 1) {
      const counts = await Promise.all(processes.map((each) => served(each, id, 500)));
      expect(counts[0]).toBe(500);
      expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(800);
      clock.advance(60_000);
    }
  });

  test("is spent by a key that was rotated, through its successor", async () => {
    const successor = await keyWith({ remaining: 800 });
    const old = await store.port.insert(
      keyDraft({ replacedById: successor.id, quota: { ...NO_QUOTA, remaining: 0 } }),
    );
    const [one, other] = [process(), process()];
    expect(await served(one, successor.id, 1)).toBe(1);
    store.resetCalls();
    expect(await served(other, old.id, 1)).toBe(1);
    expect(store.calls("spendQuota")).toBe(0);
  });
});

describe("while the pool is away", () => {
  test("leases are taken from the store, and what lies there waits", async () => {
    const { id } = await keyWith({ remaining: 8_000 });
    const [one, other] = [process(), process()];
    await served(one, id, 1);
    shared.isAway = true;
    pool.fail(AWAY);
    expect(await served(other, id, 500)).toBe(500);
    await idle();
    // 62 - 1 from the first, nothing from the second, and 938 lie in the pool.
    expect(await left(id)).toBe(8_000 - 938 - 501);
    expect(faults).toEqual([]);
    shared.isAway = false;
    pool.heal();
    expect(await served(other, id, 8_000)).toBe(8_000 - 501);
  });

  test("a request that finds it away is served, and that is reported", async () => {
    const { id } = await keyWith({ remaining: 8_000 });
    pool.fail(AWAY);
    expect(await served(process(), id, 1)).toBe(1);
    expect(faults).toContainEqual({ during: "quota", error: AWAY });
  });

  test("what lies there goes back once it can be had again", async () => {
    const { id } = await keyWith({ remaining: 8_000 });
    await served(process(), id, 1);
    shared.isAway = true;
    await idle();
    expect(await left(id)).toBe(7_061);
    shared.isAway = false;
    await idle();
    expect(await left(id)).toBe(7_999);
  });
});

test("what was reserved before the quota was filled again is not given back to the next filling", async () => {
  const view = await keyWith({ remaining: 1 });
  const quotas = process();
  const taken = await quotas.reserve(view, 1, clock.now());
  await store.port.update(
    view.id,
    {},
    { quota: { remaining: 1, lastRefillAt: new Date(clock.now()) } },
  );
  expect(await served(quotas, view.id, 1)).toBe(1);
  quotas.release(view, 1, taken);
  expect(await served(quotas, view.id, 1)).toBe(0);
});

const byOneOf = fc.nat({ max: 2 });
const ask = fc.record({
  kind: fc.constant("ask" as const),
  by: byOneOf,
  requests: fc.nat({ max: 60 }),
});
const peaceful = [
  { weight: 8, arbitrary: ask },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("idle" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("close" as const), by: byOneOf }) },
];
const disturbances = [
  fc.record({ kind: fc.constant("set" as const), remaining: fc.nat({ max: 400 }) }),
  fc.record({ kind: fc.constant("die" as const), by: byOneOf }),
  fc.record({ kind: fc.constant("store away" as const) }),
  fc.record({ kind: fc.constant("pool away" as const), known: fc.boolean() }),
  fc.record({ kind: fc.constant("stall" as const) }),
  fc.record({ kind: fc.constant("all well" as const) }),
].map((arbitrary) => ({ weight: 1, arbitrary }));

type StepOf<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;
type Step = StepOf<
  (typeof peaceful)[number]["arbitrary"] | (typeof disturbances)[number]["arbitrary"]
>;

/** As a port that fails after it has done what it was asked for. */
function losing<Port extends object>(port: Port, isLosing: () => boolean): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return async (...values: unknown[]) => {
        const answer: unknown = await Reflect.apply(member, target, values);
        if (isLosing()) throw AWAY;
        return answer;
      };
    },
  });
}

/** A pool whose calls are scheduled, and which says at once whether it is away. */
function scheduledPool(scheduler: fc.Scheduler, isLosing: () => boolean): QuotaPool {
  return scheduledStore<QuotaPool>(losing(shared, isLosing), scheduler);
}

/** Three processes of which each does what it is told; answers what was granted of how much. */
async function run(scheduler: fc.Scheduler, schedule: readonly Step[], remaining: number) {
  setUp();
  const away = { store: false, pool: false };
  const start = () =>
    process({
      store: scheduledStore(
        losing(store.port, () => away.store),
        scheduler,
      ),
      pool: scheduledPool(scheduler, () => away.pool),
    });
  const { id } = await keyWith({ remaining });
  const processes = [start(), start(), start()];
  const under: Promise<unknown>[] = [];
  let [granted, filled] = [0, remaining];
  const request = async (by: number, view: Awaited<ReturnType<typeof viewOf>>) => {
    const reservation = await processes[by]?.reserve(view, 1, clock.now());
    if (reservation?.kind === "reserved") granted += 1;
  };
  const act = async (step: Step) => {
    switch (step.kind) {
      case "ask": {
        const view = await viewOf(id);
        for (let asked = 0; asked < step.requests; asked += 1) {
          under.push(request(step.by, view).catch(() => undefined));
        }
        return;
      }
      case "idle":
        await scheduler.waitIdle();
        clock.advance(LEASE_IDLE);
        timers.advance(LEASE_IDLE);
        return;
      case "close":
        under.push(processes[step.by]?.close() ?? Promise.resolve());
        return;
      case "die":
        processes[step.by] = start();
        return;
      case "set": {
        clock.advance(1);
        const quota = { remaining: step.remaining, lastRefillAt: new Date(clock.now()) };
        await store.port.update(id, {}, { quota });
        filled += step.remaining;
        return;
      }
      case "store away":
        away.store = true;
        return;
      case "pool away":
        away.pool = true;
        shared.isAway = step.known;
        return;
      case "stall":
        timers.advance(2_000);
        return;
      case "all well":
        away.store = away.pool = shared.isAway = false;
    }
  };
  for (const step of schedule) {
    await act(step);
    if (scheduler.count() > 4) await scheduler.waitOne();
  }
  await scheduler.waitFor(Promise.all(under));
  await act({ kind: "all well" });
  await scheduler.waitIdle();
  await scheduler.waitFor(Promise.all(processes.map((each) => each.close())));
  return { granted, left: await left(id), filled };
}

describe("whatever the order in which processes ask, and the store and the pool answer", () => {
  test("each unit is granted once or left in the end", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.oneof(...peaceful), { maxLength: 30 }),
        fc.nat({ max: 1_000 }),
        async (...given) => {
          const end = await run(...given);
          expect(end.granted + end.left).toBe(end.filled);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("no more is granted than there was, whoever dies and whatever answer is lost", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.oneof(...peaceful, ...disturbances), { maxLength: 30 }),
        fc.nat({ max: 1_000 }),
        async (...given) => {
          const end = await run(...given);
          expect(end.granted + end.left).toBeLessThanOrEqual(end.filled);
        },
      ),
      { numRuns: 300 },
    );
  });
});
