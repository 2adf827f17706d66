import { describe, expect, it } from "vitest";
import { alertingProcesses } from "../testing/alerting-processes.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Two processes on one database, both of which sweep. */
function two(options: Parameters<typeof alertingProcesses>[0] = {}) {
  const home = alertingProcesses(options);
  const engines = [home.start(), home.start()];
  const sweep = async () => {
    await Promise.all(engines.map(({ engine }) => engine.alerts.sweep()));
  };
  return { ...home, engines, sweep };
}

const inDays = (now: number, days: number) => new Date(now + days * DAY);

describe("a key that expires", () => {
  it("is told of 14, 7 and 1 days before, once each, and the last takes the place of the others", async () => {
    const { insert, clock, sweep, alerts, open } = two();
    const { id } = await insert(DAY, { expiresAt: inDays(clock.now(), 20) });
    for (let day = 0; day < 20; day += 0.25) {
      await sweep();
      clock.advance(DAY / 4);
    }
    const expiresAt = new Date(clock.now()).toISOString();
    expect(await alerts()).toMatchObject([
      { kind: "expiring", keyId: id, severity: "info", details: { days: 14, expiresAt } },
      { kind: "expiring", keyId: id, severity: "warning", details: { days: 7, expiresAt } },
      { kind: "expiring", keyId: id, severity: "critical", details: { days: 1, expiresAt } },
    ]);
    expect(await open()).toEqual(["expiring"]);
    await sweep();
    expect(await open()).toEqual([]);
  });

  it("is told of anew when its expiry was changed, and no more when it was put off", async () => {
    const { insert, clock, sweep, alerts, open, store } = two();
    const { id } = await insert(30 * DAY, { expiresAt: inDays(clock.now(), 10) });
    await sweep();
    clock.advance(1);
    await store.update(id, {}, { expiresAt: inDays(clock.now(), 12) });
    await sweep();
    expect(await alerts()).toMatchObject([
      { details: { days: 14 }, resolvedAt: new Date(clock.now()) },
      { details: { days: 14 }, resolvedAt: null },
    ]);
    await store.update(id, {}, { expiresAt: null });
    await sweep();
    expect(await open()).toEqual([]);
  });

  it("is not told of by a threshold that lies before its own making", async () => {
    const { insert, clock, sweep, alerts } = two();
    await insert(0, { expiresAt: inDays(clock.now(), 10) });
    await sweep();
    expect(await alerts()).toEqual([]);
    clock.advance(3 * DAY);
    await sweep();
    expect(await alerts()).toMatchObject([{ details: { days: 7 } }]);
  });

  it("is told of by the thresholds that are configured", async () => {
    const { insert, clock, sweep, alerts } = two({ alerts: { expiringDays: [30] } });
    await insert(30 * DAY, { expiresAt: inDays(clock.now(), 29) });
    await insert(30 * DAY, { expiresAt: inDays(clock.now(), 31) });
    await sweep();
    expect(await alerts()).toMatchObject([{ details: { days: 30 } }]);
  });

  it("more of them than are read at once are all told of, also where they expire at the same moment", async () => {
    const { insert, clock, start, alerts } = alertingProcesses();
    const expiresAt = inDays(clock.now(), 3);
    for (let count = 0; count < 230; count += 1) await insert(9 * DAY, { expiresAt });
    for (let count = 1; count < 120; count += 1) {
      await insert(9 * DAY, { expiresAt: new Date(expiresAt.getTime() + count) });
    }
    await start().engine.alerts.sweep();
    expect(await alerts()).toHaveLength(349);
  });
});

const POLICY = {
  environments: { production: { prefix: "live_", expiresIn: null, rotateEvery: 90 * 24 * 3_600 } },
};

describe("a key that is to be replaced", () => {
  it("is told of once it is too old for its environment, until it is", async () => {
    const { insert, clock, sweep, alerts, open, engines } = two({ policy: POLICY });
    const { id, referenceId } = await insert(89 * DAY, { environment: "production" });
    await insert(200 * DAY);
    await sweep();
    expect(await alerts()).toEqual([]);
    clock.advance(DAY);
    await sweep();
    await sweep();
    expect(await alerts()).toMatchObject([
      { kind: "rotation-due", keyId: id, severity: "warning", referenceId },
    ]);
    await engines[0]?.engine.rotate({ id, referenceId });
    await engines[0]?.engine.close();
    expect(await open()).toEqual([]);
  });
});

describe("a key that was replaced", () => {
  it("is told of when it is still used near the end of its overlap, and not before", async () => {
    const { start, clock, alerts, store } = alertingProcesses();
    const { engine } = start();
    const created = await engine.create({ referenceId: "ada" });
    const reference = { id: created.record.id, referenceId: "ada" };
    const { predecessor } = await engine.rotate({ ...reference, overlap: 24 * 3_600 });
    const use = () => store.recordUse([{ id: reference.id, at: new Date(clock.now()) }]);
    clock.advance(MINUTE);
    await use();
    await engine.alerts.sweep();
    clock.advance(19 * HOUR);
    await engine.alerts.sweep();
    expect(await alerts()).toEqual([]);
    await use();
    await engine.alerts.sweep();
    await engine.alerts.sweep();
    expect(await alerts()).toMatchObject([
      {
        kind: "predecessor-in-use",
        keyId: reference.id,
        severity: "critical",
        details: {
          expiresAt: predecessor.expiresAt?.toISOString(),
          replacedById: predecessor.replacedById,
        },
      },
    ]);
  });

  it("is told of as nothing else, and of nothing that it was told of before", async () => {
    const { start, insert, clock, open } = alertingProcesses();
    const { engine } = start();
    const { id, referenceId } = await insert(30 * DAY, { expiresAt: inDays(clock.now(), 6) });
    await engine.alerts.sweep();
    expect(await open()).toEqual(["expiring"]);
    await engine.rotate({ id, referenceId, overlap: 3_600 });
    await engine.alerts.sweep();
    expect(await open()).toEqual([]);
  });
});

describe("a key that has ended", () => {
  it.each([
    ["expired", { expiresAt: "API_KEY_EXPIRED" }],
    ["revoked", { revokedAt: "API_KEY_REVOKED" }],
  ] as const)("is told of while it is tried: %s", async (status, ended) => {
    const { insert, clock, count, sweep, alerts, open } = two();
    const [[field, outcome] = ["", ""]] = Object.entries(ended);
    const { id } = await insert(DAY, { [field]: new Date(clock.now() - HOUR) });
    await sweep();
    expect(await alerts()).toEqual([]);
    await count(id, 3, { [outcome]: 2 });
    await sweep();
    await sweep();
    expect(await alerts()).toMatchObject([
      { kind: "ended-key-tried", keyId: id, count: 2, details: { status } },
    ]);
    clock.advance(5 * MINUTE);
    await count(id, 2, { [outcome]: 3 });
    await sweep();
    expect(await alerts()).toMatchObject([{ count: 5 }]);
    clock.advance(25 * HOUR);
    await sweep();
    expect(await open()).toEqual([]);
  });

  it("and is tried for days on end is told of once", async () => {
    const { insert, clock, count, sweep, alerts } = two();
    const { id } = await insert(DAY, { revokedAt: new Date(clock.now()) });
    for (let hours = 0; hours < 72; hours += 3) {
      clock.advance(3 * HOUR);
      await count(id, 2, { API_KEY_REVOKED: 1 });
      await sweep();
    }
    expect(await alerts()).toMatchObject([{ count: 24 }]);
  });

  it("is settled by a later expiry, and by hand; then it is told of on another day only", async () => {
    const { insert, clock, count, sweep, alerts, open, store, engines } = two();
    const { id } = await insert(DAY, { expiresAt: new Date(clock.now() - HOUR) });
    const tried = async () => {
      await count(id, 2, { API_KEY_EXPIRED: 1 });
      await sweep();
    };
    await tried();
    const [alert] = await alerts();
    await engines[0]?.engine.alerts.resolve({ ids: [alert?.id ?? ""], byId: "ada" });
    clock.advance(5 * MINUTE);
    await tried();
    expect(await alerts()).toMatchObject([{ resolvedById: "ada" }]);
    clock.advance(DAY);
    await tried();
    expect(await open()).toEqual(["ended-key-tried"]);
    await store.update(id, {}, { expiresAt: inDays(clock.now(), 100) });
    await sweep();
    expect(await open()).toEqual([]);
  });
});

describe("a key whose requests are refused more than usual", () => {
  const refused = { API_KEY_FORBIDDEN: 15, valid: 5 };

  it("is told of, with figures, until it is back to normal for an hour", async () => {
    const { insert, clock, count, sweep, alerts, open } = two();
    const { id } = await insert(30 * DAY);
    for (let hour = 1; hour < 20; hour += 1) {
      await count(id, hour * 60, { valid: 100, API_KEY_RATE_LIMITED: 2 });
    }
    await sweep();
    expect(await alerts()).toEqual([]);
    await count(id, 3, refused);
    await sweep();
    await sweep();
    expect(await alerts()).toMatchObject([
      {
        kind: "error-rate",
        keyId: id,
        count: 15,
        details: {
          requests: 20,
          refused: 15,
          ratio: 0.75,
          ratioBefore: 0.02,
          window: 900,
          refusals: { API_KEY_FORBIDDEN: 15 },
        },
      },
    ]);
    clock.advance(50 * MINUTE);
    await sweep();
    expect(await open()).toEqual(["error-rate"]);
    clock.advance(15 * MINUTE);
    await sweep();
    expect(await open()).toEqual([]);
  });

  it("and goes on being refused is not settled by having become usual", async () => {
    const { insert, clock, count, sweep, alerts, open } = two();
    const { id } = await insert(30 * DAY);
    for (let minutes = 0; minutes < 20 * 60; minutes += 10) {
      await count(id, 2, refused);
      await sweep();
      clock.advance(10 * MINUTE);
    }
    expect(await alerts()).toHaveLength(1);
    expect(await open()).toEqual(["error-rate"]);
  });

  it.each([
    ["with few requests", { API_KEY_FORBIDDEN: 19 }, {}],
    ["with few refusals among them", { API_KEY_FORBIDDEN: 15, valid: 16 }, {}],
    ["that was refused as much the day before", refused, { API_KEY_FORBIDDEN: 20, valid: 80 }],
    ["in an outage", { API_KEY_UNAVAILABLE: 100, valid: 1 }, {}],
  ])("is not told of %s", async (_why, now, before) => {
    const { insert, count, sweep, alerts } = two();
    const { id } = await insert(30 * DAY);
    await count(id, 300, before);
    await count(id, 3, now);
    await sweep();
    expect(await alerts()).toEqual([]);
  });

  it("is told of by the thresholds that are configured", async () => {
    const errorRate = { minRequests: 2, threshold: 0.1, factor: 1 };
    const { insert, count, sweep, alerts } = two({ alerts: { errorRate } });
    await count((await insert(DAY)).id, 3, { API_KEY_FORBIDDEN: 1, valid: 5 });
    await sweep();
    expect(await alerts()).toMatchObject([{ kind: "error-rate" }]);
  });
});

describe("what others find out", () => {
  it("is raised once, with all that the key says, and counted when it is told again", async () => {
    const { insert, engines, alerts } = two();
    const { id, start, name, referenceId, configId } = await insert(DAY);
    const draft = { kind: "leaked", keyId: id, details: { source: "github" } } as const;
    const raised = await Promise.all(engines.map(({ engine }) => engine.alerts.raise(draft)));
    expect(raised.filter((alert) => alert !== null)).toHaveLength(1);
    const key = { keyId: id, start, name, referenceId, configId };
    expect(await alerts()).toMatchObject([
      { kind: "leaked", severity: "critical", count: 2, details: { source: "github" }, ...key },
    ]);
  });

  it("an anomaly is raised once a day where nobody says which it is", async () => {
    const { insert, engines, alerts, clock } = two();
    const { id } = await insert(DAY);
    const raise = () => engines[0]?.engine.alerts.raise({ kind: "anomaly", keyId: id });
    await raise();
    await raise();
    clock.advance(DAY);
    await raise();
    expect((await alerts()).map(({ count }) => count)).toEqual([2, 1]);
  });

  it("no more than so many of a kind are raised for a key in a day: the last one counts the others", async () => {
    const { insert, engines, alerts } = two({ alerts: { maxPerKeyAndDay: 3 } });
    const { id } = await insert(DAY);
    for (let event = 0; event < 20; event += 1) {
      await engines[0]?.engine.alerts.raise({ kind: "anomaly", keyId: id, event: String(event) });
    }
    const counts = (await alerts()).map(({ count }) => count);
    expect(counts).toHaveLength(3);
    expect(counts.reduce((all, each) => all + each, 0)).toBe(20);
  });

  it("is not raised for a key that there is not, nor of a kind that is not wanted", async () => {
    const { insert, engines, alerts } = two({ alerts: { kinds: ["leaked"] } });
    const { id } = await insert(DAY);
    expect(await engines[0]?.engine.alerts.raise({ kind: "leaked", keyId: "none" })).toBeNull();
    expect(await engines[0]?.engine.alerts.raise({ kind: "anomaly", keyId: id })).toBeNull();
    expect(await alerts()).toEqual([]);
  });

  it("is settled when the key is revoked or deleted", async () => {
    const { insert, engines, open } = two();
    const [one, two_] = [await insert(DAY), await insert(DAY)];
    const engine = engines[0]?.engine;
    for (const { id } of [one, two_]) await engine?.alerts.raise({ kind: "leaked", keyId: id });
    await engine?.revoke(one);
    await engine?.delete(two_);
    await engine?.close();
    expect(await open()).toEqual([]);
  });
});

it("what was settled is removed after its retention, and what is open stays", async () => {
  const { insert, engines, sweep, alerts, clock } = two({ alerts: { retention: 10 * 24 * 3_600 } });
  for (const kind of ["leaked", "anomaly"] as const) {
    await engines[0]?.engine.alerts.raise({ kind, keyId: (await insert(DAY)).id });
  }
  clock.advance(2 * DAY);
  await sweep();
  clock.advance(9 * DAY);
  await sweep();
  expect(await alerts()).toHaveLength(2);
  clock.advance(DAY);
  await sweep();
  expect(await alerts()).toMatchObject([{ kind: "leaked", resolvedAt: null }]);
});

it("acknowledging and settling are done once, by whoever came first", async () => {
  const { insert, engines, alerts, clock } = two();
  const raised = await engines[0]?.engine.alerts.raise({
    kind: "leaked",
    keyId: (await insert(DAY)).id,
  });
  const ids = [raised?.id ?? "", "never"];
  const at = new Date(clock.now());
  await engines[0]?.engine.alerts.acknowledge({ ids, byId: "ada" });
  clock.advance(MINUTE);
  const acknowledged = await engines[1]?.engine.alerts.acknowledge({ ids, byId: "bob" });
  expect(acknowledged).toMatchObject([{ acknowledgedAt: at, acknowledgedById: "ada" }]);
  await engines[1]?.engine.alerts.resolve({ ids, byId: null });
  expect(await alerts()).toMatchObject([
    { resolvedAt: new Date(clock.now()), resolvedById: null, acknowledgedById: "ada" },
  ]);
});
