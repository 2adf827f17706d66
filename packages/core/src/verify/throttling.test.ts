import { describe, expect, test } from "vitest";
import { generateKey } from "../key/generate.ts";
import { systemRandom } from "../port/random.ts";
import { forgedKey } from "../testing/forged-key.ts";
import { keyDraft } from "../testing/key-draft.ts";
import { testEngine } from "../testing/test-engine.ts";
import { ATTEMPT_BURST } from "./attempt-throttle.ts";
import { WRONG_KEY_MEMORY } from "./prover.ts";

const OWNER = "owner";

async function engineWithKey() {
  const fixture = testEngine();
  const { key, record } = await fixture.engine.create({ referenceId: OWNER, prefix: "app_" });
  const forge = () => forgedKey(record.start);
  return { ...fixture, key, record, forge };
}

const unknownKey = () => generateKey("app_", systemRandom).key;

describe("somebody who knows a start", () => {
  test("gets no more than a burst of wrong secrets hashed, 1,000 at once or one by one", async () => {
    const { engine, hasher, forge, resetCalls } = await engineWithKey();
    resetCalls();
    const attempts = Array.from({ length: 1_000 }, () => engine.verify(forge()));
    const outcomes = (await Promise.all(attempts)).map(({ outcome }) => outcome);
    expect(hasher.calls("verify")).toBe(ATTEMPT_BURST);
    expect(outcomes.filter((outcome) => outcome === "API_KEY_INVALID")).toHaveLength(ATTEMPT_BURST);
    for (let index = 0; index < 100; index += 1) await engine.verify(forge());
    expect(hasher.calls("verify")).toBe(ATTEMPT_BURST);
  });

  test("costs two look-ups with 1,000 wrong secrets at once, and the right one among them is not called invalid", async () => {
    const { engine, store, clock, key, forge, resetCalls } = await engineWithKey();
    resetCalls();
    const forged = Array.from({ length: 1_000 }, () => engine.verify(forge()));
    const right = engine.verify(key);
    await Promise.all(forged);
    expect((await right).outcome).toBe("API_KEY_UNAVAILABLE");
    expect(store.calls("findByStart")).toBe(2);
    clock.advance(1_000);
    expect((await engine.verify(key)).outcome).toBe("valid");
  });

  test("is told to come back, and not that the key is invalid: it was not looked at", async () => {
    const { engine, store, clock, forge, resetCalls } = await engineWithKey();
    for (let index = 0; index < ATTEMPT_BURST; index += 1) {
      expect((await engine.verify(forge())).outcome).toBe("API_KEY_INVALID");
    }
    clock.advance(1);
    resetCalls();
    expect(await engine.verify(forge())).toMatchObject({
      outcome: "API_KEY_UNAVAILABLE",
      retryAfter: 1,
    });
    expect(store.calls()).toBe(0);
  });

  test("gets one more hashed per second", async () => {
    const { engine, hasher, clock, forge, resetCalls } = await engineWithKey();
    for (let index = 0; index < 20; index += 1) await engine.verify(forge());
    resetCalls();
    for (let second = 0; second < 10; second += 1) {
      clock.advance(1_000);
      for (let index = 0; index < 20; index += 1) await engine.verify(forge());
    }
    expect(hasher.calls("verify")).toBe(10);
  });

  test("does not harm the key where it is warm", async () => {
    const { engine, clock, key, forge } = await engineWithKey();
    await engine.verify(key);
    await Promise.all(Array.from({ length: 1_000 }, () => engine.verify(forge())));
    expect((await engine.verify(key)).outcome).toBe("valid");
    clock.advance(1_000);
    expect((await engine.verify(key)).outcome).toBe("valid");
  });

  test("keeps the key from being proved where it is cold, for as long as they try", async () => {
    const { engine, clock, key, forge } = await engineWithKey();
    await Promise.all(Array.from({ length: 1_000 }, () => engine.verify(forge())));
    expect((await engine.verify(key)).outcome).toBe("API_KEY_UNAVAILABLE");
    clock.advance(1_000);
    expect((await engine.verify(key)).outcome).toBe("valid");
  });

  test("does not harm other keys", async () => {
    const { engine, forge } = await engineWithKey();
    const other = await engine.create({ referenceId: OWNER, prefix: "app_" });
    await Promise.all(Array.from({ length: 1_000 }, () => engine.verify(forge())));
    expect((await engine.verify(other.key)).outcome).toBe("valid");
  });
});

test("the right secret costs no attempt, however often it has to be proved", async () => {
  const { engine, hasher, resetCalls } = testEngine({ cache: { capacity: 2 } });
  const [one, two, three] = await Promise.all(
    ["a", "b", "c"].map((referenceId) => engine.create({ referenceId })),
  );
  resetCalls();
  for (let round = 0; round < 3 * ATTEMPT_BURST; round += 1) {
    // Each takes another's place in the cache.
    for (const created of [one, two, three]) {
      expect((await engine.verify(created?.key ?? "")).outcome).toBe("valid");
    }
  }
  expect(hasher.calls("verify")).toBe(3 * 3 * ATTEMPT_BURST);
});

test("a start that no record has is invalid, however often it is tried: there is nothing to guard", async () => {
  const { engine, record } = await engineWithKey();
  const unknown = record.start.replace("app_", "opp_");
  for (let index = 0; index < 10 * ATTEMPT_BURST; index += 1) {
    expect((await engine.verify(forgedKey(unknown))).outcome).toBe("API_KEY_INVALID");
  }
});

test("and costs two look-ups, however often it is tried at once", async () => {
  const { engine, store, record, resetCalls } = await engineWithKey();
  const unknown = record.start.replace("app_", "opp_");
  resetCalls();
  const attempts = Array.from({ length: 1_000 }, () => engine.verify(forgedKey(unknown)));
  for (const { outcome } of await Promise.all(attempts)) expect(outcome).toBe("API_KEY_INVALID");
  expect(store.calls("findByStart")).toBe(2);
});

test("a key that was made while its start was being looked up is valid", async () => {
  const { engine, store, hasher } = await engineWithKey();
  const { key, start } = generateKey("app_", systemRandom);
  const gate = store.hold("findByStart", "after");
  const early = engine.verify(forgedKey(start));
  await gate.arrived();
  await store.port.insert(keyDraft({ start, hash: await hasher.port.hash(key) }));
  const late = engine.verify(key);
  gate.open();
  expect((await early).outcome).toBe("API_KEY_INVALID");
  expect((await late).outcome).toBe("valid");
});

describe("a wrong secret is remembered:", () => {
  test("trying it again makes no look-up, runs no hash and takes no attempt", async () => {
    const { engine, store, hasher, forge, resetCalls } = await engineWithKey();
    const wrong = forge();
    await engine.verify(wrong);
    resetCalls();
    for (let index = 0; index < 100; index += 1) {
      expect((await engine.verify(wrong)).outcome).toBe("API_KEY_INVALID");
    }
    expect([store.calls(), hasher.calls()]).toEqual([0, 0]);
    for (let index = 1; index < ATTEMPT_BURST; index += 1) {
      expect((await engine.verify(forge())).outcome).toBe("API_KEY_INVALID");
    }
  });

  test("a key that nobody has likewise", async () => {
    const { engine, store, resetCalls } = await engineWithKey();
    const key = unknownKey();
    await engine.verify(key);
    resetCalls();
    expect((await engine.verify(key)).outcome).toBe("API_KEY_INVALID");
    expect(store.calls()).toBe(0);
  });

  test("for a few seconds only", async () => {
    const { engine, store, clock, forge, resetCalls } = await engineWithKey();
    const wrong = forge();
    await engine.verify(wrong);
    resetCalls();
    clock.advance(WRONG_KEY_MEMORY - 1);
    await engine.verify(wrong);
    expect(store.calls()).toBe(0);
    clock.advance(1);
    await engine.verify(wrong);
    expect(store.calls()).toBe(1);
  });

  test("not for longer when the clock is set back", async () => {
    const { engine, store, clock, forge, resetCalls } = await engineWithKey();
    const wrong = forge();
    await engine.verify(wrong);
    resetCalls();
    clock.advance(-3_600_000);
    await engine.verify(wrong);
    expect(store.calls("findByStart")).toBe(1);
  });

  test("at most 10,000 of them: a flood does not fill the memory", async () => {
    const { engine, store, resetCalls } = await engineWithKey();
    const first = unknownKey();
    await engine.verify(first);
    for (let index = 0; index < 10_000; index += 1) await engine.verify(unknownKey());
    resetCalls();
    await engine.verify(first);
    expect(store.calls("findByStart")).toBe(1);
  });
});
