import { hash as bcrypt } from "bcrypt";
import { beforeAll, describe, expect, test } from "vitest";
import { sha256Of } from "../hash/sha256.ts";
import { generateKey } from "../key/generate.ts";
import { MAX_FOREIGN_LENGTH } from "../key/fingerprint.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import type { KeyDraft } from "../port/key-store.ts";
import { systemRandom } from "../port/random.ts";
import { bcryptDraft, foreignKey, peerDraft, sha256Draft } from "../testing/foreign-drafts.ts";
import { instantHasher } from "../testing/instant-hasher.ts";
import { testEngine } from "../testing/test-engine.ts";
import { ATTEMPT_BURST, ATTEMPT_INTERVAL } from "./attempt-throttle.ts";
import { NO_FOREIGN_MEMORY } from "./foreign-keys.ts";

const KEY = foreignKey();
let bcryptHash = "";

beforeAll(async () => {
  bcryptHash = await bcrypt(KEY, 4);
});

const DRAFTS: Record<string, (given?: Partial<KeyDraft>) => KeyDraft> = {
  "of Better Auth's own plugin": (given) => peerDraft(KEY, given),
  "imported with its SHA-256": (given) => sha256Draft(KEY, given),
  "imported with its bcrypt hash": (given) => bcryptDraft(KEY.slice(0, 8), bcryptHash, given),
};

const kinds = Object.entries(DRAFTS);

/** An engine on a store that holds this one record. */
async function engineOn(draft: KeyDraft) {
  const memory = new MemoryKeyStore();
  const record = await memory.insert(draft);
  const fixture = testEngine({ store: memory });
  const outcome = async (key: string) => (await fixture.engine.verify(key)).outcome;
  return { ...fixture, memory, record, outcome };
}

describe.each(kinds)("a key %s", (_, draftOf) => {
  test("is valid, and from then on has a hash of ours and is found by a look-up", async () => {
    const { engine, memory, record, outcome } = await engineOn(draftOf());
    expect(await outcome(KEY)).toBe("valid");
    await engine.close();
    expect(await memory.findById(record.id)).toEqual({
      ...record,
      hash: await instantHasher().hash(KEY),
      lookup: sha256Of(KEY).slice(0, 10),
      lastRequest: expect.any(Date),
    });
    const another = testEngine({ store: memory });
    expect((await another.engine.verify(KEY)).outcome).toBe("valid");
    await another.engine.close();
    expect(another.hasher.calls("hash")).toBe(0);
  });

  test("is looked up once, and then served from memory", async () => {
    const { engine, store, hasher, outcome, resetCalls } = await engineOn(draftOf());
    await outcome(KEY);
    await engine.close();
    await outcome(KEY);
    resetCalls();
    expect(await outcome(KEY)).toBe("valid");
    expect([store.calls(), hasher.calls()]).toEqual([0, 0]);
  });

  test.each([
    ["with another end", (key: string) => `${key.slice(0, -1)}~`],
    ["with more behind it", (key: string) => `${key}x`],
    ["cut", (key: string) => key.slice(0, -1)],
    ["in capitals", (key: string) => key.toUpperCase()],
    ["with a space before it", (key: string) => ` ${key}`],
    ["by its SHA-256", (key: string) => sha256Of(key)],
    ["by its start", (key: string) => key.slice(0, 8)],
  ])("is refused when presented %s", async (_how, changed) => {
    const { outcome } = await engineOn(draftOf());
    expect(await outcome(changed(KEY))).toBe("API_KEY_INVALID");
  });

  test.each([
    ["API_KEY_REVOKED", { revokedAt: new Date(0) }],
    ["API_KEY_EXPIRED", { expiresAt: new Date(0) }],
    ["API_KEY_DISABLED", { enabled: false }],
  ] as const)("says %s to whoever has it, and to nobody else", async (expected, state) => {
    const { outcome } = await engineOn(draftOf(state));
    expect(await outcome(KEY)).toBe(expected);
    expect(await outcome(`${KEY.slice(0, -1)}~`)).toBe("API_KEY_INVALID");
  });

  test("is revoked at once, while its hash is being replaced too", async () => {
    const { engine, hasher, memory, record, outcome } = await engineOn(draftOf());
    const gate = hasher.hold("hash", "after");
    expect(await outcome(KEY)).toBe("valid");
    await engine.revoke({ id: record.id, referenceId: record.referenceId });
    gate.open();
    await engine.close();
    expect(await outcome(KEY)).toBe("API_KEY_REVOKED");
    expect((await memory.findById(record.id))?.revokedAt).not.toBeNull();
  });

  test("is found by another process that knew the old hash", async () => {
    const { engine, memory, outcome } = await engineOn(draftOf());
    const other = testEngine({ store: memory });
    other.store.fail(new Error("read-only"), ["update"]);
    expect((await other.engine.verify(KEY)).outcome).toBe("valid");
    await outcome(KEY);
    await engine.close();
    other.clock.advance(1_000);
    expect((await other.engine.verify(KEY)).outcome).toBe("valid");
  });
});

describe("wrong secrets for a record with a slow hash", () => {
  const start = KEY.slice(0, 8);
  const wrong = (index: number) => `${start}-wrong-${index}`;

  test("are throttled, and the right one is told to wait, not that it is invalid", async () => {
    const { clock, outcome, engine } = await engineOn(bcryptDraft(start, bcryptHash));
    for (let index = 0; index < ATTEMPT_BURST; index += 1) {
      expect(await outcome(wrong(index))).toBe("API_KEY_INVALID");
    }
    expect(await engine.verify(KEY)).toMatchObject({
      outcome: "API_KEY_UNAVAILABLE",
      retryAfter: 1,
    });
    clock.advance(ATTEMPT_INTERVAL);
    expect(await outcome(KEY)).toBe("valid");
  });

  test("are remembered: trying one again asks nobody", async () => {
    const { store, outcome, resetCalls } = await engineOn(bcryptDraft(start, bcryptHash));
    await outcome(wrong(1));
    resetCalls();
    expect(await outcome(wrong(1))).toBe("API_KEY_INVALID");
    expect(store.calls()).toBe(0);
  });

  test("do not stand in the way of keys that share their start: five, each used for the first time", async () => {
    const memory = new MemoryKeyStore();
    const keys = Array.from({ length: ATTEMPT_BURST }, (_, index) => `${start}-${index}`);
    for (const key of keys) await memory.insert(bcryptDraft(start, await bcrypt(key, 4)));
    const { engine } = testEngine({ store: memory });
    for (const { outcome } of await Promise.all(keys.map((key) => engine.verify(key)))) {
      expect(outcome).toBe("valid");
    }
  });
});

describe("whether there are keys from elsewhere", () => {
  test("is asked once a minute while there are none, and what is not of our form is refused", async () => {
    const { engine, store, clock, resetCalls } = testEngine();
    const { key } = await engine.create({ referenceId: "owner" });
    await engine.verify(foreignKey());
    expect(store.calls("hasForeign")).toBe(1);
    resetCalls();
    for (let time = 0; time < NO_FOREIGN_MEMORY - 1; time += 9_999) {
      await Promise.all([foreignKey(), foreignKey()].map((each) => engine.verify(each)));
      clock.advance(9_999);
    }
    expect(store.calls()).toBe(0);
    clock.advance(NO_FOREIGN_MEMORY);
    await Promise.all([foreignKey(), foreignKey()].map((each) => engine.verify(each)));
    expect([store.calls(), store.calls("hasForeign")]).toEqual([1, 1]);
    resetCalls();
    await engine.verify(key);
    expect(store.calls("hasForeign")).toBe(0);
  });

  test("is never asked on behalf of a key of ours that is right", async () => {
    const { engine, store, clock } = testEngine();
    const { key } = await engine.create({ referenceId: "owner" });
    for (let index = 0; index < 3; index += 1) {
      expect((await engine.verify(key)).outcome).toBe("valid");
      clock.advance(NO_FOREIGN_MEMORY);
    }
    expect([store.calls("hasForeign"), store.calls("findForeign")]).toEqual([0, 0]);
  });

  test("keys that another process brings in are found within a minute", async () => {
    const memory = new MemoryKeyStore();
    const { engine, clock } = testEngine({ store: memory });
    expect((await engine.verify(KEY)).outcome).toBe("API_KEY_INVALID");
    await memory.insert(sha256Draft(KEY));
    clock.advance(NO_FOREIGN_MEMORY - 1);
    expect((await engine.verify(KEY)).outcome).toBe("API_KEY_INVALID");
    clock.advance(1);
    expect((await engine.verify(KEY)).outcome).toBe("valid");
  });

  test("an answer that cannot be had is told as that, but not of keys of ours", async () => {
    const { engine, store, faults } = testEngine();
    const { key } = await engine.create({ referenceId: "owner" });
    store.fail(new Error("away"), ["hasForeign"]);
    expect((await engine.verify(foreignKey())).outcome).toBe("API_KEY_UNAVAILABLE");
    expect(faults.map(({ during }) => during)).toEqual(["verify"]);
    expect((await engine.verify(key)).outcome).toBe("valid");
    store.heal();
    expect((await engine.verify(foreignKey())).outcome).toBe("API_KEY_INVALID");
  });
});

describe("with keys from elsewhere", () => {
  test("a look-up that fails is told as that", async () => {
    const { store, outcome } = await engineOn(sha256Draft(KEY));
    store.fail(new Error("away"), ["findForeign"]);
    expect(await outcome(KEY)).toBe("API_KEY_UNAVAILABLE");
    store.heal();
    expect(await outcome(KEY)).toBe("valid");
  });

  test("nothing that is too long to be one is looked up", async () => {
    const longest = "x".repeat(MAX_FOREIGN_LENGTH);
    const { store, outcome, resetCalls } = await engineOn(sha256Draft(longest));
    expect(await outcome(longest)).toBe("valid");
    resetCalls();
    expect(await outcome(`${longest}x`)).toBe("API_KEY_INVALID");
    expect(await outcome("")).toBe("API_KEY_INVALID");
    expect(store.calls()).toBe(0);
  });

  test("one that looks like ours is found too, and ours stay what they are", async () => {
    const lookalike = generateKey("app_", systemRandom);
    const { engine, outcome } = await engineOn(sha256Draft(lookalike.key));
    const own = await engine.create({ referenceId: "owner" });
    expect(await outcome(lookalike.key)).toBe("valid");
    expect(await outcome(own.key)).toBe("valid");
    expect(await outcome(generateKey("app_", systemRandom).key)).toBe("API_KEY_INVALID");
  });

  test("their common start is no reason to hash for each of them", async () => {
    const { key, start } = generateKey("app_", systemRandom);
    const { memory, engine, hasher } = await engineOn(sha256Draft(KEY));
    for (let index = 0; index < 5; index += 1) {
      const other = foreignKey();
      const hash = await instantHasher().hash(other);
      await memory.insert(sha256Draft(other, { start, hash }));
    }
    expect((await engine.verify(key)).outcome).toBe("API_KEY_INVALID");
    expect(hasher.calls("verify")).toBe(0);
  });

  test("one whose hash cannot be replaced stays valid", async () => {
    const { engine, store, faults, outcome } = await engineOn(peerDraft(KEY));
    store.fail(new Error("read-only"), ["update"]);
    expect(await outcome(KEY)).toBe("valid");
    await engine.close();
    expect(faults.map(({ during }) => during)).toEqual(["rehash"]);
    expect(await outcome(KEY)).toBe("valid");
  });
});
