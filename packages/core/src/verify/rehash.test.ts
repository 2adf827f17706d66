import { describe, expect, test } from "vitest";
import { bcryptHasher } from "../hash/bcrypt.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import type { KeyRecord } from "../record/record.ts";
import { instantHasher } from "../testing/instant-hasher.ts";
import { testEngine } from "../testing/test-engine.ts";
import { MAX_WAITING } from "./rehasher.ts";

const OWNER = "owner";

/** A key with a hash of the first version, and an engine whose hasher is of the second. */
async function upgradedEngine() {
  const store = new MemoryKeyStore();
  const old = testEngine({ store, hasher: instantHasher(1) });
  const { key, record } = await old.engine.create({ referenceId: OWNER, metadata: { a: 1 } });
  const fixture = testEngine({ store, hasher: instantHasher(2) });
  const reference = { id: record.id, referenceId: OWNER };
  const stored = () => store.findById(record.id);
  return { ...fixture, key, reference, stored };
}

test("a key of another cost is valid, and is hashed anew in the background, once", async () => {
  const store = new MemoryKeyStore();
  const { engine: old } = testEngine({ store, hasher: bcryptHasher({ cost: 4 }) });
  const { key, record } = await old.create({ referenceId: OWNER });
  const { engine, hasher } = testEngine({ store, hasher: bcryptHasher({ cost: 5 }) });
  const answers = await Promise.all(Array.from({ length: 10 }, () => engine.verify(key)));
  for (const { outcome } of answers) expect(outcome).toBe("valid");
  await engine.close();
  expect((await store.findById(record.id))?.hash).toMatch(/^\$2b\$05\$/);
  expect(hasher.calls("hash")).toBe(1);
  expect((await engine.verify(key)).outcome).toBe("valid");
  await engine.close();
  expect(hasher.calls("hash")).toBe(1);
});

test("nothing but the hash is written", async () => {
  const { engine, store, stored, key } = await upgradedEngine();
  store.fail(new Error("this test is not about use"), ["recordUse"]);
  const before = await stored();
  await engine.verify(key);
  await engine.close();
  expect(await stored()).toEqual({ ...before, hash: await instantHasher(2).hash(key) });
});

test("no caller waits for it", async () => {
  const { engine, hasher, stored, key } = await upgradedEngine();
  const gate = hasher.hold("hash", "before");
  expect((await engine.verify(key)).outcome).toBe("valid");
  expect((await stored())?.hash).toMatch(/^test\$1\$/);
  gate.open();
  await engine.close();
  expect((await stored())?.hash).toMatch(/^test\$2\$/);
});

test("the key needs no further check afterwards", async () => {
  const { engine, hasher, clock, key } = await upgradedEngine();
  await engine.verify(key);
  await engine.close();
  hasher.resetCalls();
  clock.advance(1_000);
  expect((await engine.verify(key)).outcome).toBe("valid");
  expect(hasher.calls("verify")).toBe(0);
});

test.each(["before", "after"] as const)(
  "a revocation while it is under way (held %s hashing) stays, and is seen at once",
  async (when) => {
    const { engine, hasher, clock, stored, key, reference } = await upgradedEngine();
    const gate = hasher.hold("hash", when);
    await engine.verify(key);
    await engine.revoke(reference);
    gate.open();
    await engine.close();
    expect((await stored())?.revokedAt).not.toBeNull();
    expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
    clock.advance(1_000);
    expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
  },
);

test("a revocation that lands between its write and its end is seen at once", async () => {
  const { engine, store, key, reference } = await upgradedEngine();
  const gate = store.hold("update", "after");
  await engine.verify(key);
  await gate.arrived();
  const revoked = engine.revoke(reference);
  gate.open();
  await revoked;
  expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
  await engine.close();
  expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
});

test("a deletion while it is under way stays: the record does not come back", async () => {
  const { engine, hasher, stored, key, reference } = await upgradedEngine();
  const gate = hasher.hold("hash", "after");
  await engine.verify(key);
  await engine.delete(reference);
  gate.open();
  await engine.close();
  expect(await stored()).toBeNull();
  expect((await engine.verify(key)).outcome).toBe("API_KEY_INVALID");
});

test("a hash that was replaced meanwhile is not replaced again", async () => {
  const { engine, hasher, store, clock, stored, key, reference } = await upgradedEngine();
  const gate = hasher.hold("hash", "after");
  await engine.verify(key);
  const replacement = await instantHasher(2).hash("another key");
  await store.port.update(reference.id, {}, { hash: replacement });
  gate.open();
  await engine.close();
  expect((await stored())?.hash).toBe(replacement);
  clock.advance(1_000);
  expect((await engine.verify(key)).outcome).toBe("API_KEY_INVALID");
});

test("verifications meanwhile are valid, whichever hash they find", async () => {
  const { engine, store, clock, key } = await upgradedEngine();
  const gate = store.hold("update", "after");
  await engine.verify(key);
  await gate.arrived();
  clock.advance(1_000);
  const answers = Promise.all(Array.from({ length: 16 }, () => engine.verify(key)));
  for (const { outcome } of await answers) expect(outcome).toBe("valid");
  gate.open();
  await engine.close();
  clock.advance(1_000);
  expect((await engine.verify(key)).outcome).toBe("valid");
});

async function manyUpgraded() {
  const store = new MemoryKeyStore();
  const old = testEngine({ store, hasher: instantHasher(1) });
  const keys: string[] = [];
  for (let index = 0; index < 3 * MAX_WAITING; index += 1) {
    keys.push((await old.engine.create({ referenceId: OWNER })).key);
  }
  return { ...testEngine({ store, hasher: instantHasher(2) }), keys, memory: store };
}

describe("when very many keys need it at once", () => {
  test("they are valid without waiting, and one is hashed at a time", async () => {
    const { engine, hasher, store, keys } = await manyUpgraded();
    const gate = store.hold("update", "before");
    const answers = await Promise.all(keys.map((key) => engine.verify(key)));
    for (const { outcome } of answers) expect(outcome).toBe("valid");
    expect(hasher.calls("hash")).toBe(1);
    gate.open();
    await engine.close();
    // The one that was begun, and those for which there was room.
    expect(hasher.calls("hash")).toBe(MAX_WAITING + 1);
  });

  test("those for which there was no room get theirs when they are used again", async () => {
    const { engine, hasher, clock, keys, memory } = await manyUpgraded();
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(keys.map((key) => engine.verify(key)));
      await engine.close();
      clock.advance(1_000);
    }
    const { records } = await memory.list({
      configId: "default",
      referenceId: OWNER,
      now: new Date(0),
      limit: keys.length,
      offset: 0,
      sortBy: "createdAt",
      sortDirection: "asc",
    });
    expect(records).toHaveLength(keys.length);
    for (const { hash } of records) expect(hash).toMatch(/^test\$2\$/);
    expect(hasher.calls("hash")).toBe(keys.length);
  });
});

test("one that fails is reported, and the key stays valid", async () => {
  const { engine, store, clock, faults, key } = await upgradedEngine();
  const error = new Error("read-only");
  store.fail(error, ["update"]);
  expect((await engine.verify(key)).outcome).toBe("valid");
  await engine.close();
  expect(faults).toEqual([{ during: "rehash", error }]);
  clock.advance(1_000);
  expect((await engine.verify(key)).outcome).toBe("valid");
});

test("a store whose two look-ups never agree is unavailable, and is not asked for ever", async () => {
  class TornStore extends MemoryKeyStore {
    override async findById(id: string): Promise<KeyRecord | null> {
      const record = await super.findById(id);
      return record === null ? null : { ...record, hash: "of another time" };
    }
  }
  const cache = { revalidateAfter: 0 };
  const { engine, hasher, faults } = testEngine({ store: new TornStore(), cache });
  const { key } = await engine.create({ referenceId: OWNER });
  expect((await engine.verify(key)).outcome).toBe("API_KEY_UNAVAILABLE");
  expect(hasher.calls("verify")).toBe(3);
  expect(faults.map(({ during }) => during)).toEqual(["verify"]);
});

test("a hash that is replaced between look-up and reading is checked against", async () => {
  const { engine, store, hasher } = testEngine({ cache: { revalidateAfter: 0 } });
  const { key, record } = await engine.create({ referenceId: OWNER });
  const gate = store.hold("findById", "before");
  const verification = engine.verify(key);
  await gate.arrived();
  await store.port.update(record.id, {}, { hash: await hasher.port.hash("another key") });
  gate.open();
  expect(await verification).not.toHaveProperty("record");
  expect((await verification).outcome).toBe("API_KEY_INVALID");
});
