import { describe, expect, it } from "vitest";
import { seededDraws } from "../testing/labelled-series/draws.ts";
import { type Traffic, watchedProcesses } from "../testing/watched-processes.ts";

const HOUR = 60;
const DAY = 24 * HOUR;

/** A service that is used all day, from a few addresses, and now and then wrongly. */
function steady(seed: string): Traffic {
  const draws = seededDraws(seed);
  return () => ordinary(draws, draws.poisson(10));
}

/** An application whose users sleep. */
function daily(seed: string): Traffic {
  const draws = seededDraws(seed);
  return (minute) =>
    ordinary(draws, draws.poisson(6 * (1.1 + Math.sin((2 * Math.PI * minute) / DAY))));
}

function ordinary(draws: ReturnType<typeof seededDraws>, requests: number) {
  const errors = Array.from({ length: requests }, () => draws.chance(0.02)).filter(Boolean).length;
  return { requests, errors, newAddresses: draws.chance(0.001) ? 1 : 0 };
}

/** One kind of traffic, and another from a minute on. */
const from =
  (minute: number, then: Traffic, until = Number.POSITIVE_INFINITY) =>
  (before: Traffic): Traffic =>
  (at) =>
    at >= minute && at < until ? then(at) : before(at);

const THREE_DAYS = 3 * DAY;

const EVENTS: readonly [
  name: string,
  measure: string,
  summary: RegExp,
  change: (usual: Traffic) => Traffic,
][] = [
  [
    "a burst",
    "requests",
    /^\d{3,4} requests in 5 minutes where \d+ to \d+ are usual\.$/,
    from(THREE_DAYS, () => ({ requests: 200 }), THREE_DAYS + 30),
  ],
  [
    "a key that falls silent",
    "requests",
    /^0 requests in 5 minutes where \d+ to \d+ are usual\.$/,
    from(THREE_DAYS, () => ({})),
  ],
  [
    "a jump of errors",
    "errors",
    /^\d+ % of requests failed where 0 % to \d+ % is usual\.$/,
    from(THREE_DAYS, () => ({ requests: 10, errors: 9 }), THREE_DAYS + 60),
  ],
  [
    "use from many new addresses",
    "newAddresses",
    /^\d+ new addresses in 5 minutes where 0 are usual\.$/,
    (usual) => (minute) => ({
      ...usual(minute),
      ...(minute >= THREE_DAYS && minute < THREE_DAYS + 20 && { newAddresses: 8 }),
    }),
  ],
];

describe("a key that is watched", () => {
  it.each([
    ["a steady service", steady],
    ["an application with days and nights", daily],
  ])("%s raises nothing in an ordinary month", { timeout: 120_000 }, async (_, kind) => {
    const { insert, start, pass, told } = watchedProcesses();
    const { id } = await insert(0);
    await pass(30 * DAY, { [id]: kind("month") }, [start()]);
    expect(await told()).toEqual([]);
  });

  it.each(EVENTS)("%s is told once, in figures, within minutes", async (...event) => {
    const [, measure, summary, change] = event;
    const { insert, start, pass, told } = watchedProcesses();
    const { id } = await insert(0);
    await pass(THREE_DAYS + 4 * HOUR, { [id]: change(steady("event")) }, [start()]);
    expect(await told()).toMatchObject([
      { kind: "anomaly", keyId: id, measure, summary: expect.stringMatching(summary) },
    ]);
    const [first] = await told();
    expect(first?.minute).toBeGreaterThan(THREE_DAYS);
    expect(first?.minute).toBeLessThan(THREE_DAYS + 15);
  });

  it("an alert holds figures, and neither a key nor an address", async () => {
    const { insert, start, pass, alerts } = watchedProcesses();
    const { id } = await insert(0);
    const [, , , manyAddresses] = EVENTS[3] ?? [];
    if (manyAddresses === undefined) throw new Error("There is no such event.");
    await pass(THREE_DAYS + HOUR, { [id]: manyAddresses(steady("figures")) }, [start()]);
    const [alert] = await alerts();
    expect(alert?.details).toEqual({
      measure: "newAddresses",
      summary: "40 new addresses in 5 minutes where 0 are usual.",
      value: 40,
      usualLow: 0,
      usualHigh: 0,
      score: expect.any(Number),
      from: expect.stringMatching(/^2026-01-18T12:0/),
      minutes: 5,
    });
    expect(JSON.stringify(alert)).not.toContain("2001:db8");
  });

  it("is told of once by two processes that both look", async () => {
    const { insert, start, pass, told } = watchedProcesses();
    const { id } = await insert(0);
    const [, , , burst] = EVENTS[0] ?? [];
    const traffic = { [id]: burst?.(steady("two")) ?? steady("two") };
    await pass(THREE_DAYS + 2 * HOUR, traffic, [start(), start()]);
    expect(await told()).toHaveLength(1);
  });
});

/** Of processes that take turns in each of which one looks, for so many minutes. */
async function relay(change: (usual: Traffic) => Traffic, turns: readonly number[]) {
  const home = watchedProcesses();
  const { id } = await home.insert(0);
  const traffic = { [id]: change(steady("relay")) };
  for (const minutes of turns) await home.pass(minutes, traffic, [home.start()]);
  return home.told();
}

describe("when a process ends and another goes on", () => {
  it.each(EVENTS)(
    "%s is told as if one had looked all the time",
    async (_, measure, __, change) => {
      // In the middle of the event, and again.
      const told = await relay(change, [2 * DAY + 6, DAY + 8, 20, 60, 4 * HOUR]);
      expect(told).toMatchObject([{ measure }]);
    },
  );

  it("a burst of one stretch is not missed where a process leaves its turn to the next", async () => {
    const home = watchedProcesses();
    const { id } = await home.insert(0);
    const short = from(THREE_DAYS + 5, () => ({ requests: 200 }), THREE_DAYS + 10);
    const traffic = { [id]: short(steady("leaving")) };
    const first = home.start();
    await home.pass(THREE_DAYS + 8, traffic, [first]);
    await first.close();
    await home.pass(HOUR, traffic, [home.start()]);
    expect(await home.told()).toMatchObject([{ measure: "requests" }]);
  });

  it("what was learned before minutes went is still known: nothing is learned for days anew", async () => {
    const week = 7 * DAY;
    const [before, after] = [week + 30, 4 * HOUR];
    const burst = from(week + 60, () => ({ requests: 200 }), week + 90);
    const home = watchedProcesses();
    const { id } = await home.insert(0);
    const traffic = { [id]: burst(steady("week")) };
    await home.pass(before, traffic, [home.start()]);
    await home.usageStore.removeKey(id);
    await home.pass(after, traffic, [home.start()]);
    expect(await home.told()).toMatchObject([{ measure: "requests" }]);
  });

  it("hours in which nobody was there are none of silence, and what came after them is seen", async () => {
    const home = watchedProcesses();
    const { id } = await home.insert(0);
    const traffic = { [id]: steady("outage") };
    await home.pass(THREE_DAYS, traffic, [home.start()]);
    home.clock.advance(7 * HOUR * 60_000);
    await home.pass(DAY, traffic, [home.start()]);
    expect(await home.told()).toEqual([]);
    await home.pass(HOUR, {}, [home.start()]);
    expect(await home.told()).toMatchObject([{ measure: "requests" }]);
  });

  it("a sweep that fails loses nothing: what it could not tell is told by the next", async () => {
    const home = watchedProcesses();
    const { id } = await home.insert(0);
    const [, , , burst] = EVENTS[0] ?? [];
    const traffic = { [id]: burst?.(steady("failing")) ?? steady("failing") };
    const look = home.start();
    await home.pass(THREE_DAYS, traffic, [look]);
    const insert = home.alertStore.insert.bind(home.alertStore);
    let failures = 0;
    home.alertStore.insert = async (alert) => {
      failures += 1;
      if (failures <= 2) throw new Error("away");
      return insert(alert);
    };
    await home.pass(HOUR, traffic, [{ run: () => look.run().catch(() => undefined) }]);
    expect(failures).toBe(3);
    expect(await home.told()).toHaveLength(1);
  });
});

describe("an anomaly", () => {
  it("is open while it goes on, and settles by itself a day after", async () => {
    const home = watchedProcesses();
    const { id } = await home.insert(0);
    const long = from(THREE_DAYS, () => ({ requests: 100 }), THREE_DAYS + 2 * HOUR);
    const traffic = { [id]: long(steady("over")) };
    const look = home.start();
    const { engine } = testEngineOn(home);
    await home.pass(THREE_DAYS + 3 * HOUR, traffic, [look]);
    const [alert] = await home.alerts();
    expect(Number(alert?.lastSeenAt)).toBeGreaterThan(Number(alert?.raisedAt) + 60 * 60_000);
    await home.pass(DAY - 2 * HOUR, traffic, [look]);
    await engine.alerts.sweep();
    expect(await home.open()).toEqual(["anomaly"]);
    await home.pass(2 * HOUR, traffic, [look]);
    await engine.alerts.sweep();
    expect(await home.open()).toEqual([]);
    expect(await home.alerts()).toHaveLength(1);
  });

  it.each([
    ["was revoked", (now: number) => ({ revokedAt: new Date(now) })],
    ["was switched off", () => ({ enabled: false })],
    ["was replaced", () => ({ replacedById: "another" })],
  ])("is not told of a key that %s and then falls silent", async (_, change) => {
    const home = watchedProcesses();
    const { id } = await home.insert(0);
    const look = home.start();
    await home.pass(THREE_DAYS, { [id]: steady("ended") }, [look]);
    await home.store.update(id, {}, change(home.clock.now()));
    await home.pass(2 * HOUR, {}, [look]);
    expect(await home.told()).toEqual([]);
  });

  it("is not told where refusals are told of already, by their number", async () => {
    const home = watchedProcesses();
    const { id } = await home.insert(0);
    const [, , , errors] = EVENTS[2] ?? [];
    const look = home.start();
    const traffic = { [id]: errors?.(steady("number")) ?? steady("number") };
    await home.pass(THREE_DAYS, traffic, [look]);
    const { engine } = testEngineOn(home);
    await engine.alerts.raise({ kind: "error-rate", keyId: id });
    await home.pass(HOUR, traffic, [look]);
    expect((await home.told()).map(({ kind }) => kind)).toEqual(["error-rate"]);
  });
});

/** An engine that watches nothing itself. */
function testEngineOn(home: ReturnType<typeof watchedProcesses>) {
  return home.engineWith({ anomaly: { enabled: false } });
}
