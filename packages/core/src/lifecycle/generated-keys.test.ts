import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { hash as bcrypt } from "bcrypt";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KeyOperationError, OPERATION_CODES } from "../code/operation-error.ts";
import { generateKey } from "../key/generate.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import type { KeyGenerator, KeyWish } from "../port/key-generator.ts";
import { systemRandom } from "../port/random.ts";
import { peerDraft } from "../testing/foreign-drafts.ts";
import { importInput } from "../testing/import-input.ts";
import { scheduledStore } from "../testing/scheduled-store.ts";
import { testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";
const FAILED = { code: "KEY_GENERATOR_FAILED" };

const hexKey: KeyGenerator = ({ prefix }) => `${prefix}${randomBytes(24).toString("hex")}`;

const engineWith = (generator: KeyGenerator, store = new MemoryKeyStore()) =>
  testEngine({ policy: { generator }, store });

const rowsOf = async (store: MemoryKeyStore) =>
  (await store.listAll({ now: new Date(), limit: 100, offset: 0, sortDirection: "asc" })).records;

describe("keys that the application's generator makes", () => {
  test("are what it answered, valid at once, and shown by the prefix and 4 characters", async () => {
    const wishes: KeyWish[] = [];
    const { engine } = engineWith(async (wish) => {
      wishes.push(wish);
      return hexKey(wish);
    });
    const { key, record } = await engine.create({ referenceId: OWNER, prefix: "app_" });
    expect(wishes).toEqual([{ length: 64, prefix: "app_" }]);
    expect(key).toMatch(/^app_[0-9a-f]{48}$/);
    expect(record).toMatchObject({ start: key.slice(0, 8), prefix: "app_", expiresAt: null });
    expect((await engine.verify(key)).outcome).toBe("valid");
    expect((await engine.verify(`${key}0`)).outcome).toBe("API_KEY_INVALID");
  });

  test("are kept as a bcrypt hash and a look-up of 10 characters, and nothing else of them", async () => {
    const store = new MemoryKeyStore();
    const { engine, hasher } = engineWith(hexKey, store);
    const { key } = await engine.create({ referenceId: OWNER });
    const [row] = await rowsOf(store);
    expect(row?.lookup).toHaveLength(10);
    expect(row?.origin).toBeNull();
    expect(await hasher.port.verify(key, row?.hash ?? "")).toBe(true);
    expect(JSON.stringify(row)).not.toContain(key.slice(4));
  });

  test("are valid at once in another process, which has looked for such keys before in vain", async () => {
    const store = new MemoryKeyStore();
    const [here, there] = [engineWith(hexKey, store), engineWith(hexKey, store)];
    expect((await there.engine.verify(randomBytes(24).toString("hex"))).valid).toBe(false);
    const { key } = await here.engine.create({ referenceId: OWNER });
    expect((await there.engine.verify(key)).outcome).toBe("valid");
  });

  test("live as others do: listed, rotated into another of their kind, revoked", async () => {
    const { engine, clock } = engineWith(hexKey);
    const created = await engine.create({ referenceId: OWNER, prefix: "app_" });
    const reference = { id: created.record.id, referenceId: OWNER };
    const rotated = await engine.rotate({ ...reference, overlap: 60 });
    expect(rotated.key).toMatch(/^app_[0-9a-f]{48}$/);
    for (const { key } of [created, rotated]) {
      expect((await engine.verify(key)).outcome).toBe("valid");
    }
    expect((await engine.list({ referenceId: OWNER })).total).toBe(2);
    clock.advance(60_000);
    expect((await engine.verify(created.key)).outcome).toBe("API_KEY_EXPIRED");
    await engine.revoke({ id: rotated.record.id, referenceId: OWNER });
    expect((await engine.verify(rotated.key)).outcome).toBe("API_KEY_REVOKED");
  });

  test("may look like ours, and work", async () => {
    const { engine } = engineWith(({ prefix }) => generateKey(prefix, systemRandom).key);
    const { key } = await engine.create({ referenceId: OWNER, prefix: "app_" });
    expect((await engine.verify(key)).outcome).toBe("valid");
    expect((await engine.verify(generateKey("app_", systemRandom).key)).valid).toBe(false);
  });

  test("count to what an owner may have, and are told of in the audit once", async () => {
    const { engine } = testEngine({ policy: { generator: hexKey, maxKeys: 1 } });
    const { record } = await engine.create({ referenceId: OWNER });
    await expect(engine.create({ referenceId: OWNER })).rejects.toMatchObject({
      code: "KEY_LIMIT_REACHED",
    });
    const { entries } = await engine.audit.page({ keyId: record.id });
    expect(entries.map(({ action }) => action)).toEqual(["created"]);
  });

  test("are of their configuration alone", async () => {
    const { engine } = testEngine({ configurations: { ours: {}, theirs: { generator: hexKey } } });
    const create = async (configId: string) =>
      (await engine.create({ referenceId: OWNER, configId })).key;
    const keys = { ours: await create("ours"), theirs: await create("theirs") };
    expect(keys.ours).toMatch(/^[0-9A-Za-z]{46}$/);
    expect(keys.theirs).toMatch(/^[0-9a-f]{48}$/);
    for (const key of Object.values(keys)) {
      expect((await engine.verify(key)).outcome).toBe("valid");
    }
  });
});

async function withKeyBefore(store: MemoryKeyStore) {
  const { record } = await testEngine({ store }).engine.create({ referenceId: OWNER });
  return { record, engine: engineWith(() => "", store).engine };
}

describe("a generator that fails", () => {
  const SECRET = "do-not-tell-0123456789";

  test.each<[string, KeyGenerator]>([
    [
      "throws",
      () => {
        throw new Error(SECRET);
      },
    ],
    ["rejects", () => Promise.reject(new Error(SECRET))],
    ["answers too short a key", () => SECRET],
    // @ts-expect-error -- of a generator without types
    ["answers no text", () => ({ key: SECRET })],
    ["answers a constant that is too plain", () => "0".repeat(64)],
  ])(
    "because it %s is the application's fault: nothing is written and nothing told of the key",
    async (_, generator) => {
      const store = new MemoryKeyStore();
      const { engine, faults } = engineWith(generator, store);
      const error: unknown = await engine
        .create({ referenceId: OWNER })
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(KeyOperationError);
      expect(error).toMatchObject(FAILED);
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain(SECRET);
      expect(OPERATION_CODES.KEY_GENERATOR_FAILED.status).toBe(500);
      expect(await rowsOf(store)).toEqual([]);
      expect(faults).toEqual([]);
    },
  );

  test("leaves the key that was to be rotated as it was", async () => {
    const store = new MemoryKeyStore();
    const { engine, record } = await withKeyBefore(store);
    const before = await rowsOf(store);
    const reference = { id: record.id, referenceId: OWNER };
    await expect(engine.rotate(reference)).rejects.toMatchObject(FAILED);
    expect(await rowsOf(store)).toEqual(before);
  });
});

describe("a key that there is already is refused, and nothing is written", () => {
  const KEY = `app_${randomBytes(24).toString("hex")}`;

  const refusedBeside = async (store: MemoryKeyStore, key = KEY) => {
    const before = await rowsOf(store);
    expect(before).toHaveLength(1);
    const { engine } = engineWith(() => key, store);
    await expect(engine.create({ referenceId: "another", prefix: "app_" })).rejects.toMatchObject({
      ...FAILED,
      message: expect.stringContaining("there is already"),
    });
    expect(await rowsOf(store)).toEqual(before);
  };

  test("where it was generated before, for whomever", async () => {
    const store = new MemoryKeyStore();
    await engineWith(() => KEY, store).engine.create({ referenceId: OWNER, prefix: "app_" });
    await refusedBeside(store);
  });

  test("where it was imported, by SHA-256 and by bcrypt, used or not", async () => {
    const raw = await bcrypt(KEY, 4);
    const given = { hash: raw, hashFormat: "bcrypt", start: KEY.slice(0, 8) } as const;
    for (const input of [importInput(KEY), importInput(KEY, given)]) {
      for (const isUsed of [false, true]) {
        const store = new MemoryKeyStore();
        const { engine } = testEngine({ store });
        await engine.import([input]);
        if (isUsed) expect((await engine.verify(KEY)).valid).toBe(true);
        await engine.close();
        await refusedBeside(store);
      }
    }
  });

  test("where Better Auth's own plugin made it", async () => {
    const store = new MemoryKeyStore();
    await store.insert(peerDraft(KEY));
    await refusedBeside(store);
  });

  test("where it is one of ours", async () => {
    const store = new MemoryKeyStore();
    const { key } = await testEngine({ store }).engine.create({
      referenceId: OWNER,
      prefix: "app_",
    });
    await refusedBeside(store, key);
  });

  test("and cannot be imported afterwards", async () => {
    const { engine } = engineWith(() => KEY);
    await engine.create({ referenceId: OWNER, prefix: "app_" });
    expect(await engine.import([importInput(KEY)])).toMatchObject([{ kind: "present" }]);
  });

  test("however two processes come to it at once: no two records of one key ever work", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const inner = new MemoryKeyStore();
        const store = () => scheduledStore(inner, scheduler);
        const engines = [0, 1].map(
          () => testEngine({ policy: { generator: () => KEY }, store: store() }).engine,
        );
        const created = Promise.allSettled(
          engines.map((engine) => engine.create({ referenceId: OWNER, prefix: "app_" })),
        );
        await scheduler.waitFor(created);
        const done = (await created).filter(({ status }) => status === "fulfilled");
        expect(done.length).toBeLessThanOrEqual(1);
        expect(await rowsOf(inner)).toHaveLength(done.length);
      }),
    );
  });
});
