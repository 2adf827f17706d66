import { describe, expect, test } from "vitest";
import type { LimitRule } from "../limit/limit-rule.ts";
import type { CreateKeyInput } from "../lifecycle/create-key.ts";
import { type TestEngineOptions, testEngine } from "../testing/test-engine.ts";
import type { VerifyRequest } from "./verification.ts";

const OWNER = "owner";
const LAPSED = (60_000 * 17) / 16;

async function withKey(input: Partial<CreateKeyInput> = {}, options: TestEngineOptions = {}) {
  const fixture = testEngine(options);
  const { key, record } = await fixture.engine.create({ referenceId: OWNER, ...input });
  const reference = { id: record.id, referenceId: OWNER };
  /** The outcomes of so many requests at once, counted. */
  const outcomes = async (requests: number, request?: VerifyRequest) => {
    const all = Array.from({ length: requests }, () => fixture.engine.verify(key, request));
    const counts: Record<string, number> = {};
    for (const { outcome } of await Promise.all(all)) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  };
  const remaining = async () => (await fixture.engine.get(reference)).quota.remaining;
  return { ...fixture, key, record, reference, outcomes, remaining };
}

/** How many of 300 requests at once pass. */
async function passing(input: Partial<CreateKeyInput>, options: TestEngineOptions = {}) {
  return (await (await withKey(input, options)).outcomes(300))["valid"] ?? 0;
}

describe("of 500 requests at once", () => {
  test("100 pass in a minute, where nothing else is said; cold or warm", async () => {
    const { outcomes, clock } = await withKey();
    for (let minute = 0; minute < 2; minute += 1) {
      expect(await outcomes(500)).toEqual({ valid: 100, API_KEY_RATE_LIMITED: 400 });
      clock.advance(LAPSED);
    }
  });

  test("as many pass as the quota has, and the limit does not matter to it", async () => {
    const { outcomes, remaining } = await withKey({ quota: { remaining: 70 } });
    expect(await outcomes(500)).toEqual({ valid: 70, API_KEY_QUOTA_EXCEEDED: 430 });
    expect(await remaining()).toBe(0);
  });

  test("by two processes on one store, the quota is spent once", async () => {
    const first = await withKey(
      { quota: { remaining: 300 } },
      { policy: { rateLimit: { enabled: false } } },
    );
    const second = testEngine({ store: first.store.port, clock: first.clock });
    const verify = () => second.engine.verify(first.key);
    const [one, other] = await Promise.all([
      first.outcomes(250),
      Promise.all(Array.from({ length: 100 }, verify)),
    ]);
    const more = await first.outcomes(250);
    const rest = await Promise.all(Array.from({ length: 100 }, verify));
    const passed = [...other, ...rest].filter(({ valid }) => valid).length;
    expect((one["valid"] ?? 0) + (more["valid"] ?? 0) + passed).toBeLessThanOrEqual(300);
    await Promise.all([first.engine.close(), second.engine.close()]);
    const spent = (one["valid"] ?? 0) + (more["valid"] ?? 0) + passed;
    expect(await first.remaining()).toBe(300 - spent);
  });
});

describe("the limit is that of", () => {
  const policy = { rateLimit: { max: 20, window: 60_000 }, maxMetadataRateLimit: 50 };

  test("the record, before all others", async () => {
    const input = { rateLimit: { max: 7 }, metadata: { rateLimit: 30 } };
    expect(await passing(input, { policy })).toBe(7);
  });

  test("the metadata, where the record says nothing", async () => {
    expect(await passing({ metadata: { rateLimit: 30 } }, { policy })).toBe(30);
  });

  test("the metadata up to what may be asked for, where it was written before that was so", async () => {
    const { store, key, clock } = await withKey({ metadata: { rateLimit: 1_000 } });
    const later = testEngine({ store: store.port, clock, policy });
    const all = await Promise.all(Array.from({ length: 300 }, () => later.engine.verify(key)));
    expect(all.filter(({ valid }) => valid)).toHaveLength(50);
  });

  test.each(["30", 2.5, true, [], null])(
    "the policy, where the metadata says %j",
    async (rateLimit) => {
      const { engine, store, clock } = testEngine();
      const { key, record } = await engine.create({ referenceId: OWNER });
      await store.port.update(record.id, {}, { metadata: { rateLimit } });
      const later = testEngine({ store: store.port, clock, policy });
      const all = await Promise.all(Array.from({ length: 300 }, () => later.engine.verify(key)));
      expect(all.filter(({ valid }) => valid)).toHaveLength(20);
    },
  );

  test("nobody, where the record has it off, or the policy has and the record does not say", async () => {
    expect(await passing({ rateLimit: { enabled: false } }, { policy })).toBe(300);
    const off = { policy: { rateLimit: { enabled: false } } };
    expect(await passing({}, off)).toBe(300);
    expect(await passing({ rateLimit: { max: 9 } }, off)).toBe(9);
    expect(await passing({ metadata: { rateLimit: 30 } }, off)).toBe(30);
  });

  test("an update of it, at once, with what was taken before", async () => {
    const { engine, outcomes, reference } = await withKey();
    expect(await outcomes(50)).toEqual({ valid: 50 });
    await engine.update({ ...reference, rateLimit: { max: 60 } });
    expect(await outcomes(50)).toEqual({ valid: 10, API_KEY_RATE_LIMITED: 40 });
  });
});

describe("several limits", () => {
  const exports: LimitRule = { name: "exports", max: 3, window: 3_600_000 };

  test("of the policy hold for every key, beside its own", async () => {
    const burst = { name: "burst", max: 5, window: 1_000 };
    const { engine, key, clock } = await withKey(
      {},
      { policy: { rateLimit: { limits: [burst] } } },
    );
    for (let request = 0; request < 5; request += 1) {
      expect((await engine.verify(key)).valid).toBe(true);
    }
    const refused = await engine.verify(key);
    expect(refused).toMatchObject({
      outcome: "API_KEY_RATE_LIMITED",
      limit: { name: "burst", remaining: 0 },
      limits: [{ name: "default", remaining: 95 }, { name: "burst" }],
      retryAfter: 2,
    });
    clock.advance(1_063);
    expect((await engine.verify(key)).valid).toBe(true);
  });

  test("of a request are taken from with those of the key, or none is", async () => {
    const { engine, key, outcomes } = await withKey();
    const request = { limits: [exports] };
    expect(await outcomes(5, request)).toEqual({ valid: 3, API_KEY_RATE_LIMITED: 2 });
    expect(await engine.verify(key, { cost: 0 })).toMatchObject({
      limits: [{ name: "default", remaining: 97 }],
    });
  });

  test("of a request stand for one of the key that has the same name", async () => {
    const { outcomes } = await withKey();
    const request = { limits: [{ name: "default", max: 2, window: 60_000 }] };
    expect(await outcomes(5, request)).toEqual({ valid: 2, API_KEY_RATE_LIMITED: 3 });
  });

  test.each([
    { limits: [{ ...exports, max: -1 }] },
    { limits: [{ ...exports, window: 0 }] },
    { limits: [{ ...exports, name: 'a"b' }] },
    { limits: [exports, exports] },
    { cost: -1 },
    { cost: 1.5 },
    { cost: Number.NaN },
  ])("that are none are refused before anything is looked at: %j", async (request) => {
    const { engine, key, store } = await withKey();
    store.resetCalls();
    await expect(engine.verify(key, request)).rejects.toBeInstanceOf(RangeError);
    expect(store.calls()).toBe(0);
  });
});

describe("nothing is spent", () => {
  const permissions = { files: ["write"] };

  test("of the quota on a request that is limited or may not do what it wants", async () => {
    const { outcomes, remaining } = await withKey({
      quota: { remaining: 1_000 },
      rateLimit: { max: 10 },
    });
    expect(await outcomes(100, { permissions })).toEqual({ API_KEY_FORBIDDEN: 100 });
    expect(await outcomes(100)).toEqual({ valid: 10, API_KEY_RATE_LIMITED: 90 });
    expect(await remaining()).toBe(990);
  });

  test("of the limit on a request that is refused for another reason", async () => {
    const { engine, key, outcomes, reference } = await withKey({ quota: { remaining: 3 } });
    expect(await outcomes(50, { permissions })).toEqual({ API_KEY_FORBIDDEN: 50 });
    expect(await outcomes(50)).toEqual({ valid: 3, API_KEY_QUOTA_EXCEEDED: 47 });
    await engine.update({ ...reference, quota: { remaining: 1_000 } });
    expect(await engine.verify(key)).toMatchObject({ valid: true, limits: [{ remaining: 96 }] });
  });

  test("on a request that costs nothing", async () => {
    const { outcomes, remaining } = await withKey({ quota: { remaining: 1 } });
    expect(await outcomes(200, { cost: 0 })).toEqual({ valid: 200 });
    expect(await remaining()).toBe(1);
  });
});

test("a valid request without a quota waits for no write, and makes none at once", async () => {
  const { engine, key, store, outcomes, timers } = await withKey();
  await engine.verify(key);
  store.resetCalls();
  await outcomes(50);
  expect(store.calls()).toBe(0);
  timers.advance(5_000);
  await engine.close();
  expect(store.calls("recordUse")).toBe(1);
});

test("limits outlive the cache: a key that was forgotten meanwhile finds what it had taken", async () => {
  const { engine, outcomes } = await withKey({}, { cache: { capacity: 2 } });
  expect(await outcomes(60)).toEqual({ valid: 60 });
  for (let other = 0; other < 5; other += 1) {
    const { key } = await engine.create({ referenceId: OWNER });
    await engine.verify(key);
  }
  expect(await outcomes(60)).toEqual({ valid: 40, API_KEY_RATE_LIMITED: 20 });
});

test("while the quota cannot be asked for, the outcome is that, and no refusal of the key", async () => {
  const { engine, key, store, faults } = await withKey({ quota: { remaining: 5 } });
  store.fail(new Error("away"), ["spendQuota"]);
  expect(await engine.verify(key)).toMatchObject({
    outcome: "API_KEY_UNAVAILABLE",
    retryAfter: 1,
  });
  expect(faults).toMatchObject([{ during: "limits" }]);
  store.heal();
  expect((await engine.verify(key)).valid).toBe(true);
});

describe("a key that is rotated", () => {
  test("shares one quota with its successor, and none is made of it", async () => {
    const { engine, key, reference, outcomes } = await withKey({ quota: { remaining: 100 } });
    expect(await outcomes(10)).toEqual({ valid: 10 });
    const rotated = await engine.rotate(reference);
    let passed = 0;
    for (let request = 0; request < 200; request += 1) {
      const { valid } = await engine.verify(request % 2 === 0 ? key : rotated.key);
      if (valid) passed += 1;
    }
    expect(passed).toBeGreaterThanOrEqual(80);
    expect(passed).toBeLessThanOrEqual(90);
  });

  test("while its quota is spent loses and gains nothing", async () => {
    const { engine, store, reference, outcomes } = await withKey({ quota: { remaining: 50 } });
    const gate = store.hold("update", "before");
    const rotating = engine.rotate(reference);
    await gate.arrived();
    expect(await outcomes(20)).toEqual({ valid: 20 });
    gate.open();
    const { key } = await rotating;
    let passed = 0;
    for (let request = 0; request < 50; request += 1) {
      if ((await engine.verify(key)).valid) passed += 1;
    }
    expect(passed).toBe(30);
  });
});

test("a quota that is refilled begins full, and its parts go together", async () => {
  const { engine } = testEngine();
  const create = (quota: CreateKeyInput["quota"]) => engine.create({ referenceId: OWNER, quota });
  const { record } = await create({ refillAmount: 5, refillInterval: 1_000 });
  expect(record.quota).toMatchObject({ remaining: 5, refillAmount: 5, refillInterval: 1_000 });
  for (const wrong of [
    { refillAmount: 5 },
    { remaining: 5, refillInterval: 5 },
    { remaining: null, refillAmount: 5, refillInterval: 5 },
    { remaining: -1 },
    { remaining: 0.5 },
    { remaining: 2 ** 40 },
    { refillAmount: 0, refillInterval: 0 },
  ]) {
    await expect(create(wrong)).rejects.toMatchObject({ code: "INVALID_QUOTA" });
  }
});
