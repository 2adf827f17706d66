import { describe, expect, test } from "vitest";
import { bcryptHasher } from "../hash/bcrypt.ts";
import { testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";

async function warmEngine(options: Parameters<typeof testEngine>[0] = {}) {
  const fixture = testEngine(options);
  const { key, record } = await fixture.engine.create({ referenceId: OWNER, metadata: { a: [1] } });
  expect((await fixture.engine.verify(key)).outcome).toBe("valid");
  fixture.resetCalls();
  return { ...fixture, key, record, reference: { id: record.id, referenceId: OWNER } };
}

describe("a key is hashed", () => {
  test("once, however many callers present it at once, cold or warm", async () => {
    const { engine, hasher, store, owners } = testEngine({ hasher: bcryptHasher({ cost: 4 }) });
    const { key } = await engine.create({ referenceId: OWNER });
    const verify = () => Promise.all(Array.from({ length: 50 }, () => engine.verify(key)));
    for (const { outcome } of [...(await verify()), ...(await verify())]) {
      expect(outcome).toBe("valid");
    }
    expect(hasher.calls("verify")).toBe(1);
    expect(store.calls("findByStart")).toBe(1);
    expect(store.calls("findById")).toBe(0);
    expect(owners.calls("find")).toBe(1);
  });

  test("never again while it is kept, whatever becomes of its record", async () => {
    const { engine, clock, hasher, key, reference } = await warmEngine();
    await engine.update({ ...reference, enabled: false });
    await engine.verify(key);
    await engine.update({ ...reference, enabled: true });
    clock.advance(24 * 60 * 60 * 1_000);
    expect((await engine.verify(key)).outcome).toBe("valid");
    expect(hasher.calls("verify")).toBe(0);
  });
});

describe("what is known is believed", () => {
  test("for revalidateAfter, without any call", async () => {
    const { engine, clock, store, owners, hasher, key } = await warmEngine();
    for (let index = 0; index < 10; index += 1) {
      expect((await engine.verify(key)).outcome).toBe("valid");
      clock.advance(99);
    }
    expect([store.calls(), owners.calls(), hasher.calls()]).toEqual([0, 0, 0]);
  });

  test("and then read again: the record and the owner once each, for all callers", async () => {
    const { engine, clock, store, owners, hasher, key } = await warmEngine();
    clock.advance(1_000);
    await Promise.all(Array.from({ length: 50 }, () => engine.verify(key)));
    await engine.verify(key);
    expect([store.calls(), store.calls("findById")]).toEqual([1, 1]);
    expect(owners.calls()).toBe(1);
    expect(hasher.calls()).toBe(0);
  });

  test("the owner once for all of its keys", async () => {
    const { engine, owners } = await warmEngine();
    const another = await engine.create({ referenceId: OWNER });
    expect((await engine.verify(another.key)).outcome).toBe("valid");
    expect(owners.calls()).toBe(0);
  });

  test("not at all with revalidateAfter: 0", async () => {
    const { engine, store, owners, hasher, key } = await warmEngine({
      cache: { revalidateAfter: 0 },
    });
    await Promise.all([engine.verify(key), engine.verify(key), engine.verify(key)]);
    expect([store.calls("findById"), owners.calls(), hasher.calls()]).toEqual([3, 3, 0]);
  });

  test("of a revoked key too, and its owner is not looked up", async () => {
    const { engine, clock, store, owners, key, reference } = await warmEngine();
    await engine.revoke(reference);
    clock.advance(1_000);
    store.resetCalls();
    for (let index = 0; index < 10; index += 1) await engine.verify(key);
    expect([store.calls("findById"), owners.calls()]).toEqual([1, 0]);
  });
});

describe("a change made by another process", () => {
  test.each([
    ["revoke", "API_KEY_REVOKED"],
    ["delete", "API_KEY_INVALID"],
  ] as const)("%s is seen after revalidateAfter", async (operation, outcome) => {
    const { engine, clock, store, key, reference } = await warmEngine();
    const another = testEngine({ store: store.port, clock });
    await another.engine[operation](reference);
    clock.advance(999);
    expect((await engine.verify(key)).outcome).toBe("valid");
    clock.advance(1);
    expect((await engine.verify(key)).outcome).toBe(outcome);
  });

  test("is seen at once by a process that finds out in refusing an operation", async () => {
    const { engine, clock, store, key, reference } = await warmEngine();
    await testEngine({ store: store.port, clock }).engine.revoke(reference);
    await expect(engine.update({ ...reference, name: "new" })).rejects.toThrow("revoked");
    expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
  });

  test("of the hash makes the old key invalid and the new one valid", async () => {
    const { engine, clock, store, hasher, key, record } = await warmEngine();
    const replacement = await hasher.port.hash("another key");
    await store.port.update(record.id, {}, { hash: replacement });
    clock.advance(1_000);
    expect(await engine.verify(key)).toEqual({
      valid: false,
      outcome: "API_KEY_INVALID",
      message: "Invalid API key",
    });
    await store.port.update(record.id, {}, { hash: await hasher.port.hash(key) });
    // Until then the key is remembered as a wrong one.
    clock.advance(5_000);
    expect((await engine.verify(key)).outcome).toBe("valid");
  });
});

describe("forgetOwner", () => {
  test("makes the very next verification ask for the owner", async () => {
    const { engine, banned, owners, key } = await warmEngine();
    banned.add(OWNER);
    await engine.forgetOwner(OWNER);
    expect((await engine.verify(key)).outcome).toBe("API_KEY_INVALID");
    banned.delete(OWNER);
    await engine.forgetOwner(OWNER);
    expect((await engine.verify(key)).outcome).toBe("valid");
    expect(owners.calls()).toBe(2);
  });

  test("holds against a look-up that began before", async () => {
    const { engine, clock, banned, owners, key } = await warmEngine();
    clock.advance(1_000);
    const gate = owners.hold("find", "after");
    const before = engine.verify(key);
    await gate.arrived();
    banned.add(OWNER);
    await engine.forgetOwner(OWNER);
    const after = engine.verify(key);
    gate.open();
    await before;
    expect((await after).outcome).toBe("API_KEY_INVALID");
    expect((await engine.verify(key)).outcome).toBe("API_KEY_INVALID");
  });

  test("of an owner nobody asked for does nothing", async () => {
    const { engine } = testEngine();
    await expect(engine.forgetOwner("nobody")).resolves.toBeUndefined();
  });
});

describe("the cache", () => {
  test("keeps the keys used last and forgets the others, at its capacity", async () => {
    const { engine, hasher, resetCalls } = testEngine({ cache: { capacity: 8 } });
    const keys: string[] = [];
    for (let index = 0; index < 40; index += 1) {
      const { key } = await engine.create({ referenceId: OWNER });
      keys.push(key);
      await engine.verify(key);
    }
    resetCalls();
    for (const key of keys.slice(-4)) expect((await engine.verify(key)).valid).toBe(true);
    expect(hasher.calls("verify")).toBe(0);
    for (const key of keys.slice(0, 32)) expect((await engine.verify(key)).valid).toBe(true);
    expect(hasher.calls("verify")).toBe(32);
  });

  test("of the smallest size still answers rightly for many keys at once", async () => {
    const { engine } = testEngine({ cache: { capacity: 2 } });
    const created = await Promise.all(
      Array.from({ length: 20 }, () => engine.create({ referenceId: OWNER })),
    );
    const revoked = created[7];
    if (revoked !== undefined) await engine.revoke({ id: revoked.record.id, referenceId: OWNER });
    for (let round = 0; round < 2; round += 1) {
      const answers = await Promise.all(created.map(({ key }) => engine.verify(key)));
      for (const [index, { outcome }] of answers.entries()) {
        expect(outcome).toBe(index === 7 ? "API_KEY_REVOKED" : "valid");
      }
    }
  });

  test("answers are shared and cannot be changed by who gets them", async () => {
    const { engine, key } = await warmEngine();
    const first = await engine.verify(key);
    if (!first.valid) throw new Error("The key is valid");
    expect(() => Object.assign(first.record, { enabled: false })).toThrow(TypeError);
    expect(() => Object.assign(first.record.metadata ?? {}, { a: 2 })).toThrow(TypeError);
    expect(() => Reflect.apply(Array.prototype.push, first.record.metadata?.["a"], [2])).toThrow(
      TypeError,
    );
    const second = await engine.verify(key);
    expect(second).toMatchObject({ record: first.record, owner: first.owner });
  });

  test.each([
    { capacity: 1 },
    { capacity: Number.NaN },
    { revalidateAfter: -1 },
    { maxStaleness: -1 },
    { maxStaleness: Number.NaN },
  ])("refuses to be made with %o", (cache) => {
    expect(() => testEngine({ cache })).toThrow(RangeError);
  });
});
