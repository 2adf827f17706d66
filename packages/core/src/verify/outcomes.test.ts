import { describe, expect, test } from "vitest";
import { generateKey } from "../key/generate.ts";
import { systemRandom } from "../port/random.ts";
import { forgedKey } from "../testing/forged-key.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";

async function engineWithKey() {
  const fixture = testEngine();
  const { key, record } = await fixture.engine.create({
    referenceId: OWNER,
    prefix: "prod_",
    name: "Payments",
    expiresIn: 60,
    metadata: { service: "payments" },
  });
  const reference = { id: record.id, referenceId: OWNER };
  return { ...fixture, key, record, reference };
}

const STATES: Record<
  string,
  (fixture: TestEngine, reference: { id: string; referenceId: string }) => Promise<unknown> | void
> = {
  active: () => undefined,
  revoked: ({ engine }, reference) => engine.revoke(reference),
  expired: ({ clock }) => {
    clock.advance(60_000);
  },
  disabled: ({ engine }, reference) => engine.update({ ...reference, enabled: false }),
  "revoked, expired and disabled": async ({ engine, clock }, reference) => {
    await engine.update({ ...reference, enabled: false });
    await engine.revoke(reference);
    clock.advance(60_000);
  },
  "expired and disabled": async ({ engine, clock }, reference) => {
    await engine.update({ ...reference, enabled: false });
    clock.advance(60_000);
  },
  "without an owner": ({ banned }) => {
    banned.add(OWNER);
  },
};

describe("the right secret", () => {
  test("on an active key is valid, and answers record and owner, without the hash", async () => {
    const { engine, key, record } = await engineWithKey();
    const verification = await engine.verify(key);
    expect(verification).toEqual({
      valid: true,
      outcome: "valid",
      record,
      owner: { id: OWNER },
      permissions: null,
      limits: [{ name: "default", max: 100, window: 60_000, remaining: 99, resetAfter: 63_750 }],
      remaining: null,
    });
    expect(verification).not.toHaveProperty("record.hash");
  });

  test.each([
    ["revoked", "API_KEY_REVOKED"],
    ["expired", "API_KEY_EXPIRED"],
    ["disabled", "API_KEY_DISABLED"],
    ["revoked, expired and disabled", "API_KEY_REVOKED"],
    ["expired and disabled", "API_KEY_EXPIRED"],
    ["without an owner", "API_KEY_INVALID"],
  ])(
    "on a key that is %s is %s, cold and warm, with the record for the log",
    async (state, outcome) => {
      for (const warm of [false, true]) {
        const fixture = await engineWithKey();
        if (warm) expect((await fixture.engine.verify(fixture.key)).valid).toBe(true);
        await STATES[state]?.(fixture, fixture.reference);
        fixture.clock.advance(1_000);
        const verification = await fixture.engine.verify(fixture.key);
        expect(verification).toMatchObject({
          valid: false,
          outcome,
          record: { id: fixture.record.id },
        });
        expect(verification).not.toHaveProperty("record.hash");
        expect(await fixture.engine.verify(fixture.key)).toEqual(verification);
      }
    },
  );

  test("works until the last millisecond before the expiry, and never after", async () => {
    const { engine, clock, key } = await engineWithKey();
    clock.advance(59_999);
    expect((await engine.verify(key)).outcome).toBe("valid");
    clock.advance(1);
    expect((await engine.verify(key)).outcome).toBe("API_KEY_EXPIRED");
  });

  test("does not work on a key that expires while its owner is looked up", async () => {
    const { engine, clock, owners, key } = await engineWithKey();
    clock.advance(59_999);
    const gate = owners.hold("find", "after");
    const verification = engine.verify(key);
    await gate.arrived();
    clock.advance(1);
    gate.open();
    expect((await verification).outcome).toBe("API_KEY_EXPIRED");
  });

  test("of a deleted key is invalid like one that never was", async () => {
    const { engine, key, reference } = await engineWithKey();
    await engine.verify(key);
    await engine.delete(reference);
    const neverWas = await engine.verify(generateKey("prod_", systemRandom).key);
    expect(await engine.verify(key)).toEqual(neverWas);
  });

  test("is found among several keys with one start", async () => {
    const { engine, store, hasher, key, record } = await engineWithKey();
    const [found] = await store.port.findByStart(record.start);
    if (found === undefined) throw new Error("The key was created");
    const { id: _id, ...draft } = found;
    const twin = forgedKey(record.start);
    const inserted = await store.port.insert({ ...draft, hash: await hasher.port.hash(twin) });
    expect(await engine.verify(key)).toMatchObject({ valid: true, record: { id: record.id } });
    expect(await engine.verify(twin)).toMatchObject({ valid: true, record: { id: inserted.id } });
    expect((await engine.verify(forgedKey(record.start))).valid).toBe(false);
  });
});

describe("a wrong secret", () => {
  test.each(Object.keys(STATES))(
    "on a key that is %s learns nothing: plain API_KEY_INVALID",
    async (state) => {
      const fixture = await engineWithKey();
      await STATES[state]?.(fixture, fixture.reference);
      const unknown = await fixture.engine.verify(generateKey("prod_", systemRandom).key);
      expect(unknown).toEqual({
        valid: false,
        outcome: "API_KEY_INVALID",
        message: "Invalid API key",
      });
      expect(await fixture.engine.verify(forgedKey(fixture.record.start))).toEqual(unknown);
    },
  );

  test("is hashed, and never looks up the owner", async () => {
    const { engine, record, hasher, owners, resetCalls } = await engineWithKey();
    resetCalls();
    await engine.verify(forgedKey(record.start));
    expect(hasher.calls("verify")).toBe(1);
    expect(owners.calls()).toBe(0);
  });
});

describe("what cannot be a key", () => {
  test.each([
    ["nothing", () => ""],
    ["garbage", () => "garbage"],
    ["the example of the specification", () => "app_sk_live_a1b2c3d4e5f6g7h8i9j0"],
    ["a key with a typo", (key: string) => key.replace(/.$/, (last) => (last === "0" ? "1" : "0"))],
    ["a truncated key", (key: string) => key.slice(0, -1)],
    ["a key with a space behind it", (key: string) => `${key} `],
    ["a start", (key: string) => key.slice(0, 13)],
    ["megabytes", () => "a".repeat(5_000_000)],
  ])("is refused without any call: %s", async (_, from) => {
    const { engine, key, store, hasher, owners, resetCalls } = await engineWithKey();
    // Of a store that has no keys from elsewhere, which is asked once.
    await engine.verify("anything");
    resetCalls();
    expect(await engine.verify(from(key))).toEqual({
      valid: false,
      outcome: "API_KEY_INVALID",
      message: "Invalid API key",
    });
    expect([store.calls(), hasher.calls(), owners.calls()]).toEqual([0, 0, 0]);
  });

  test.each([[undefined], [null], [1], [{}], [["x".repeat(50)]], [Symbol("key")]])(
    "is refused where a caller without types hands it in: %s",
    async (value) => {
      const { engine } = testEngine();
      const verify = (key: string) => engine.verify(key);
      const verification: unknown = await Reflect.apply(verify, null, [value]);
      expect(verification).toMatchObject({ valid: false, outcome: "API_KEY_INVALID" });
    },
  );
});

test("an unknown start is refused after one look-up and without hashing", async () => {
  const { engine, store, hasher, resetCalls } = await engineWithKey();
  await engine.verify("anything");
  resetCalls();
  const unknown = generateKey("prod_", systemRandom).key;
  expect((await engine.verify(unknown)).outcome).toBe("API_KEY_INVALID");
  expect([store.calls(), store.calls("findByStart"), hasher.calls()]).toEqual([1, 1, 0]);
});

test("a key with one character wrong is invalid and looked up nowhere, whether the right one is known or not", async () => {
  const { engine, key, store, resetCalls } = await engineWithKey();
  for (const state of ["cold", "warm"]) {
    resetCalls();
    for (let place = key.length - 46; place < key.length; place += 1) {
      const other = key.charAt(place) === "a" ? "b" : "a";
      const typo = key.slice(0, place) + other + key.slice(place + 1);
      expect((await engine.verify(typo)).outcome, `${state}, ${place}`).toBe("API_KEY_INVALID");
    }
    expect(store.calls("findByStart") + store.calls("findById")).toBe(0);
    expect((await engine.verify(key)).outcome).toBe("valid");
  }
});
