import { describe, expect, test } from "vitest";
import { testEngine } from "../testing/test-engine.ts";
import { READ_DEADLINE } from "./deadline.ts";

const OWNER = "owner";
const UNAVAILABLE = {
  valid: false,
  outcome: "API_KEY_UNAVAILABLE",
  message: "The API key could not be checked just now; try again shortly",
  retryAfter: 1,
};
const AWAY = new Error("connect ECONNREFUSED");

async function engineWithKeys() {
  const fixture = testEngine();
  const warm = await fixture.engine.create({ referenceId: OWNER });
  const cold = await fixture.engine.create({ referenceId: OWNER });
  await fixture.engine.verify(warm.key);
  return { ...fixture, warm, cold };
}

describe.each(["store", "owners"] as const)("while the port %s fails", (port) => {
  test("a cold key is unavailable, with a time to retry, and never invalid", async () => {
    const fixture = testEngine();
    const { key } = await fixture.engine.create({ referenceId: OWNER });
    fixture[port].fail(AWAY);
    expect(await fixture.engine.verify(key)).toEqual(UNAVAILABLE);
    expect(fixture.faults).toEqual([{ during: "verify", error: AWAY }]);
  });

  test("a warm key works until maxStaleness, is then unavailable, and recovers by itself", async () => {
    const fixture = await engineWithKeys();
    const verify = () => fixture.engine.verify(fixture.warm.key);
    fixture[port].fail(AWAY);
    for (let second = 0; second < 30; second += 1) {
      expect((await verify()).outcome, `second ${second}`).toBe("valid");
      fixture.clock.advance(second === 29 ? 999 : 1_000);
    }
    expect((await verify()).outcome).toBe("valid");
    fixture.clock.advance(1);
    expect(await verify()).toEqual(UNAVAILABLE);
    fixture.clock.advance(60 * 60 * 1_000);
    expect(await verify()).toEqual(UNAVAILABLE);
    fixture[port].heal();
    expect((await verify()).outcome).toBe("valid");
  });

  test("it is asked no more than once a second, and each failure is reported", async () => {
    const fixture = await engineWithKeys();
    fixture.clock.advance(1_000);
    fixture[port].fail(AWAY);
    fixture.resetCalls();
    for (let round = 0; round < 3; round += 1) {
      for (let index = 0; index < 20; index += 1) await fixture.engine.verify(fixture.warm.key);
      expect(fixture[port].calls()).toBe(round + 1);
      expect(fixture.faults).toHaveLength(round + 1);
      fixture.clock.advance(1_000);
    }
    expect(fixture.faults[0]).toEqual({ during: "revalidate", error: AWAY });
  });

  test("many warm callers at once make one read and one report", async () => {
    const fixture = await engineWithKeys();
    fixture.clock.advance(1_000);
    fixture[port].fail(AWAY);
    fixture.resetCalls();
    const verify = () => fixture.engine.verify(fixture.warm.key);
    const answers = await Promise.all(Array.from({ length: 50 }, verify));
    for (const { outcome } of answers) expect(outcome).toBe("valid");
    expect(fixture[port].calls()).toBe(1);
    expect(fixture.faults).toEqual([{ during: "revalidate", error: AWAY }]);
  });

  test("what it was told last still counts: a revoked key does not come back", async () => {
    const fixture = await engineWithKeys();
    await fixture.engine.revoke({ id: fixture.warm.record.id, referenceId: OWNER });
    expect((await fixture.engine.verify(fixture.warm.key)).outcome).toBe("API_KEY_REVOKED");
    fixture[port].fail(AWAY);
    fixture.clock.advance(29_000);
    expect((await fixture.engine.verify(fixture.warm.key)).outcome).toBe("API_KEY_REVOKED");
  });
});

test("a key whose record was changed just before the store went away is not served as it was", async () => {
  const { engine, store, warm } = await engineWithKeys();
  await engine.revoke({ id: warm.record.id, referenceId: OWNER });
  store.fail(AWAY);
  expect(await engine.verify(warm.key)).toEqual(UNAVAILABLE);
  store.heal();
  expect((await engine.verify(warm.key)).outcome).toBe("API_KEY_REVOKED");
});

test("an expiry counts while the store is away", async () => {
  const { engine, store, clock } = testEngine();
  const { key } = await engine.create({ referenceId: OWNER, expiresIn: 10 });
  await engine.verify(key);
  store.fail(AWAY);
  clock.advance(9_999);
  expect((await engine.verify(key)).outcome).toBe("valid");
  clock.advance(1);
  expect((await engine.verify(key)).outcome).toBe("API_KEY_EXPIRED");
});

test("a store that fails between look-up and reading is unavailable, and the proof is kept", async () => {
  const { engine, store, hasher, warm, cold } = await engineWithKeys();
  const gate = hasher.hold("verify", "after");
  const verification = engine.verify(cold.key);
  await gate.arrived();
  // Of what was looked up nothing is believed after a change.
  await engine.update({ id: warm.record.id, referenceId: OWNER, enabled: false });
  store.fail(AWAY, ["findById"]);
  gate.open();
  expect(await verification).toEqual(UNAVAILABLE);
  store.heal();
  hasher.resetCalls();
  expect((await engine.verify(cold.key)).outcome).toBe("valid");
  expect(hasher.calls()).toBe(0);
});

test("a hasher that fails is unavailable, and not invalid", async () => {
  const { engine, hasher, cold } = await engineWithKeys();
  hasher.fail(new Error("no thread"));
  expect(await engine.verify(cold.key)).toEqual(UNAVAILABLE);
  hasher.heal();
  expect((await engine.verify(cold.key)).outcome).toBe("valid");
});

describe("a store that does not answer at all counts as away after a deadline:", () => {
  test("a warm key then works as it was known, a cold one is unavailable", async () => {
    const { engine, store, clock, timers, warm, cold, faults } = await engineWithKeys();
    clock.advance(1_000);
    const held = [store.hold("findById", "before"), store.hold("findByStart", "before")];
    const answers = Promise.all([engine.verify(warm.key), engine.verify(cold.key)]);
    await Promise.all(held.map((gate) => gate.arrived()));
    timers.advance(READ_DEADLINE);
    const [warmAnswer, coldAnswer] = await answers;
    expect(warmAnswer.outcome).toBe("valid");
    expect(coldAnswer).toEqual(UNAVAILABLE);
    expect(faults.map(({ during }) => during).toSorted()).toEqual(["revalidate", "verify"]);
    expect((await engine.verify(warm.key)).outcome).toBe("valid");
  });

  test("it recovers without the first read ever ending", async () => {
    const { engine, store, clock, timers, warm, cold } = await engineWithKeys();
    clock.advance(60_000);
    const held = [store.hold("findById", "before"), store.hold("findByStart", "before")];
    const stuck = Promise.all([engine.verify(warm.key), engine.verify(cold.key)]);
    await Promise.all(held.map((gate) => gate.arrived()));
    timers.advance(READ_DEADLINE);
    expect(await stuck).toEqual([UNAVAILABLE, UNAVAILABLE]);
    for (const method of ["findById", "findByStart"] as const) store.hold(method, "before").open();
    clock.advance(1_000);
    expect((await engine.verify(warm.key)).outcome).toBe("valid");
    expect((await engine.verify(cold.key)).outcome).toBe("valid");
  });

  test("no timer is left behind by a store that answers", async () => {
    const { engine, timers, clock, warm } = await engineWithKeys();
    await engine.close();
    clock.advance(1_000);
    await engine.verify(warm.key);
    await engine.close();
    expect(timers.armed).toBe(0);
  });
});
