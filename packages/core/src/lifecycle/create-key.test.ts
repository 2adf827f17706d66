import { describe, expect, test } from "vitest";
import { parseKey } from "../key/parse.ts";
import { instantHasher } from "../testing/instant-hasher.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { NO_QUOTA, NO_RATE_LIMIT } from "../record/record.ts";
import { testEngine } from "../testing/test-engine.ts";
import { createKeyEngine } from "../engine.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";

const OWNER = "owner";

test("with nothing but an owner: no name, no prefix, no metadata, no expiry, and it works", async () => {
  const { engine, clock } = testEngine();
  const { key, record } = await engine.create({ referenceId: OWNER });
  expect(record).toEqual({
    id: expect.any(String),
    name: null,
    start: key.slice(0, 8),
    prefix: "",
    environment: null,
    replacedById: null,
    replacesId: null,
    configId: "default",
    referenceId: OWNER,
    createdById: null,
    enabled: true,
    metadata: null,
    permissions: null,
    allowedAddresses: null,
    format: "latchkey",
    quota: NO_QUOTA,
    rateLimit: NO_RATE_LIMIT,
    expiresAt: null,
    revokedAt: null,
    lastRequest: null,
    lastAddress: null,
    lastClient: null,
    createdAt: new Date(clock.now()),
    updatedAt: new Date(clock.now()),
  });
  expect((await engine.verify(key)).outcome).toBe("valid");
});

test("with everything: what was asked for is what is stored and answered", async () => {
  const { engine, store, clock } = testEngine();
  const metadata = {
    service: "payment-processor",
    permissions: ["read:analytics"],
    rateLimit: 1000,
  };
  const { key, record } = await engine.create({
    referenceId: OWNER,
    name: "  Production API Key ",
    prefix: "prod_",
    expiresIn: 30 * 24 * 60 * 60,
    metadata,
  });
  expect(record).toMatchObject({
    name: "Production API Key",
    prefix: "prod_",
    start: key.slice(0, 13),
    metadata,
    expiresAt: new Date(clock.now() + 30 * 24 * 60 * 60 * 1_000),
  });
  expect(await engine.get({ id: record.id, referenceId: OWNER })).toEqual(record);
  expect(await store.port.findById(record.id)).toMatchObject(record);
});

test("the key has the form [prefix][8 locator][32 secret][6 checksum], and its start is found in it", async () => {
  const { engine } = testEngine();
  const { key, record } = await engine.create({ referenceId: OWNER, prefix: "sk_-_" });
  expect(key).toMatch(/^sk_-_[0-9A-Za-z]{46}$/);
  expect(parseKey(key)).toEqual({ prefix: "sk_-_", start: record.start });
});

test("no part of the secret is stored", async () => {
  const { engine, store } = testEngine();
  const { key, record } = await engine.create({ referenceId: OWNER, prefix: "app_" });
  const row = JSON.stringify(await store.port.findById(record.id));
  expect(row).toContain(key.slice(0, 12));
  expect(row).not.toContain(key.slice(0, 13));
  expect(row).not.toContain(key.slice(12, 20));
});

test("keys come from the random source that was given, and from nothing else", async () => {
  expect(await keyFrom("one")).toBe(await keyFrom("one"));
  expect(await keyFrom("one")).not.toBe(await keyFrom("two"));
});

test("the record is in the store before the caller has the key", async () => {
  const { engine, store } = testEngine();
  const gate = store.hold("insert", "after");
  let answered = false;
  const create = async () => {
    const created = await engine.create({ referenceId: OWNER });
    answered = true;
    return created;
  };
  const creating = create();
  await gate.arrived();
  expect(answered).toBe(false);
  gate.open();
  expect((await engine.verify((await creating).key)).outcome).toBe("valid");
});

test("a store that refuses makes it fail, and no key is answered", async () => {
  const { engine, store } = testEngine();
  store.fail(new Error("disk full"));
  await expect(engine.create({ referenceId: OWNER })).rejects.toThrow("disk full");
});

describe("what is not allowed is refused by name, and nothing is stored or hashed:", () => {
  test.each([
    ["an empty name", { name: " " }, "INVALID_NAME_LENGTH"],
    ["a long name", { name: "x".repeat(101) }, "INVALID_NAME_LENGTH"],
    ["a name with a line break", { name: "a\nb" }, "INVALID_NAME"],
    ["a name that reverses text", { name: "a\u202Eb" }, "INVALID_NAME"],
    ["a long prefix", { prefix: "x".repeat(33) }, "INVALID_PREFIX_LENGTH"],
    ["a prefix with a space", { prefix: "a b" }, "INVALID_PREFIX"],
    ["metadata that is no object", { metadata: "a=1" }, "INVALID_METADATA_TYPE"],
    ["metadata that is an array", { metadata: [] }, "INVALID_METADATA_TYPE"],
    ["metadata with a date in it", { metadata: { at: new Date() } }, "INVALID_METADATA_TYPE"],
    ["large metadata", { metadata: { a: "x".repeat(20_000) } }, "METADATA_TOO_LARGE"],
    ["no time to live", { expiresIn: 0 }, "EXPIRES_IN_IS_TOO_SMALL"],
    ["a negative time to live", { expiresIn: -60 }, "EXPIRES_IN_IS_TOO_SMALL"],
    ["a time to live that is no number", { expiresIn: Number.NaN }, "EXPIRES_IN_IS_TOO_SMALL"],
    ["more than 100 years", { expiresIn: 101 * 365 * 86_400 }, "EXPIRES_IN_IS_TOO_LARGE"],
  ])("%s", async (_, input, code) => {
    const { engine, store, hasher } = testEngine();
    await expect(engine.create({ referenceId: OWNER, ...input })).rejects.toMatchObject({
      name: "KeyOperationError",
      code,
    });
    expect([store.calls(), hasher.calls()]).toEqual([0, 0]);
  });
});

async function keyFrom(seed: string): Promise<string> {
  const engine = createKeyEngine({
    store: new MemoryKeyStore(),
    owners: { find: async () => null },
    hasher: instantHasher(),
    random: seededRandom(seed),
  });
  return (await engine.create({ referenceId: OWNER })).key;
}
