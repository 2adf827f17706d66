import { createHash } from "node:crypto";
import { hash as bcrypt } from "bcrypt";
import { beforeAll, describe, expect, test } from "vitest";
import { rawBcrypt } from "../hash/imported-bcrypt.ts";
import { foreignKey, peerDraft } from "../testing/foreign-drafts.ts";
import { IMPORT_OWNER, importInput, imported, sha256Hex } from "../testing/import-input.ts";
import { testEngine } from "../testing/test-engine.ts";
import type { ImportKeyInput } from "./import-draft.ts";

const KEY = foreignKey();

let bcryptHash = "";
beforeAll(async () => {
  bcryptHash = await bcrypt(KEY, 4);
});

describe("what is imported", () => {
  test.each([
    ["hex", { hash: createHash("sha256").update(KEY).digest("hex"), hashFormat: "sha256-hex" }],
    [
      "base64",
      { hash: createHash("sha256").update(KEY).digest("base64"), hashFormat: "sha256-base64" },
    ],
    [
      "base64url",
      {
        hash: createHash("sha256").update(KEY).digest("base64url"),
        hashFormat: "sha256-base64url",
      },
    ],
  ] as const)("with its SHA-256 in %s is valid", async (_, given) => {
    const fixture = testEngine();
    expect((await imported(fixture, { referenceId: IMPORT_OWNER, ...given })).kind).toBe(
      "imported",
    );
    expect((await fixture.engine.verify(KEY)).outcome).toBe("valid");
  });

  test("with its bcrypt hash and its start is valid", async () => {
    const fixture = testEngine();
    const given = { hash: bcryptHash, hashFormat: "bcrypt", start: KEY.slice(0, 12) } as const;
    expect((await imported(fixture, importInput(KEY, given))).kind).toBe("imported");
    expect((await fixture.engine.verify(KEY)).outcome).toBe("valid");
    expect((await fixture.engine.verify(`${KEY}x`)).outcome).toBe("API_KEY_INVALID");
  });

  test("is valid at once, where a key like it was refused just before for there being none", async () => {
    const fixture = testEngine();
    await fixture.engine.verify(foreignKey());
    await imported(fixture, importInput(KEY));
    expect((await fixture.engine.verify(KEY)).outcome).toBe("valid");
  });

  test("keeps all that is said of it", async () => {
    const fixture = testEngine();
    const given = {
      name: "Payment Service",
      start: "ext-1234",
      prefix: "ext-",
      createdById: "somebody",
      metadata: { service: "payment", list: [1, null] },
      permissions: { files: ["read"] },
      allowedAddresses: ["192.0.2.0/24"],
      enabled: false,
      createdAt: new Date("2024-01-02T03:04:05.678Z"),
      expiresAt: new Date("2030-01-02T03:04:05.678Z"),
      lastRequest: new Date("2025-01-02T03:04:05.678Z"),
      quota: { remaining: 5, refillAmount: 10, refillInterval: 60_000, lastRefillAt: null },
      rateLimit: { enabled: true, max: 7, window: 1_000 },
    };
    const result = await imported(fixture, importInput(KEY, given));
    if (result.kind !== "imported") throw new Error(JSON.stringify(result));
    expect(result.record).toMatchObject({ ...given, format: "imported", configId: "default" });
    const reference = { id: result.record.id, referenceId: IMPORT_OWNER };
    expect(await fixture.engine.get(reference)).toEqual(result.record);
    expect(await fixture.engine.list({ referenceId: IMPORT_OWNER })).toMatchObject({ total: 1 });
  });

  test("has what a new key has where nothing is said", async () => {
    const fixture = testEngine();
    const result = await imported(
      fixture,
      importInput(KEY, { name: null, metadata: null, enabled: null }),
    );
    const now = new Date(fixture.clock.now());
    expect(result).toMatchObject({
      record: {
        name: null,
        start: "",
        prefix: "",
        metadata: null,
        permissions: null,
        enabled: true,
        expiresAt: null,
        createdAt: now,
        updatedAt: now,
      },
    });
  });

  test("can be updated, rotated, revoked and deleted", async () => {
    const { engine, clock } = testEngine();
    const [result] = await engine.import([importInput(KEY, { name: "old", prefix: "ext-" })]);
    if (result?.kind !== "imported") throw new Error("It was not imported.");
    const reference = { id: result.record.id, referenceId: IMPORT_OWNER };
    await engine.update({ ...reference, name: "new" });
    const rotated = await engine.rotate({ ...reference, overlap: 60 });
    expect(rotated.record).toMatchObject({ name: "new", prefix: "ext-", format: "latchkey" });
    expect((await engine.verify(rotated.key)).outcome).toBe("valid");
    expect((await engine.verify(KEY)).outcome).toBe("valid");
    clock.advance(60_000);
    expect((await engine.verify(KEY)).outcome).toBe("API_KEY_EXPIRED");
    await engine.revoke(reference);
    expect((await engine.verify(KEY)).outcome).toBe("API_KEY_REVOKED");
    await engine.delete(reference);
    expect((await engine.verify(KEY)).outcome).toBe("API_KEY_INVALID");
  });
});

test("a key with a prefix that ours cannot have is rotated into one without", async () => {
  const { engine, store } = testEngine();
  const { id } = await store.port.insert(
    peerDraft(KEY, { referenceId: IMPORT_OWNER, prefix: "sk:live:" }),
  );
  const { key, record } = await engine.rotate({ id, referenceId: IMPORT_OWNER });
  expect(record.prefix).toBe("");
  expect((await engine.verify(key)).outcome).toBe("valid");
});

describe("what is refused, and nothing stored of it", () => {
  const start = KEY.slice(0, 8);
  test.each<[string, string, Partial<ImportKeyInput>]>([
    ["a hash of another format", "INVALID_HASH", { hashFormat: "sha256-base64" }],
    ["text for a hash", "INVALID_HASH", { hash: "secret" }],
    [
      "bcrypt of an unbearable cost",
      "INVALID_HASH",
      { hashFormat: "bcrypt", start, hash: `$2b$31$${"a".repeat(53)}` },
    ],
    [
      "bcrypt without a start",
      "INVALID_START",
      { hashFormat: "bcrypt", hash: `$2b$10$${"a".repeat(53)}` },
    ],
    [
      "bcrypt with a short start",
      "INVALID_START",
      { hashFormat: "bcrypt", start: "abc", hash: `$2b$10$${"a".repeat(53)}` },
    ],
    ["a long start", "INVALID_START", { start: "x".repeat(33) }],
    ["a start with a space", "INVALID_START", { start: "ext key" }],
    ["the key for a start", "INVALID_START", { start: "short-key", hash: sha256Hex("short-key") }],
    ["an illegal prefix", "INVALID_PREFIX", { prefix: "ext:" }],
    ["an empty name", "INVALID_NAME_LENGTH", { name: " " }],
    ["a name that changes direction", "INVALID_NAME", { name: "a\u202Eb" }],
    ["metadata that is no object", "INVALID_METADATA_TYPE", { metadata: [] }],
    [
      "metadata that pollutes",
      "INVALID_METADATA_TYPE",
      { metadata: JSON.parse('{"__proto__":{}}') },
    ],
    ["permissions of no form", "INVALID_PERMISSIONS", { permissions: ["read:files"] }],
    ["no addresses", "INVALID_ADDRESSES", { allowedAddresses: [] }],
    ["a date that is none", "INVALID_DATE", { expiresAt: new Date("never") }],
    ["creation in the future", "INVALID_DATE", { createdAt: new Date("2027-01-01") }],
    ["a negative quota", "INVALID_QUOTA", { quota: { remaining: -1 } }],
    ["half a request", "INVALID_QUOTA", { rateLimit: { max: 0.5 } }],
    ["a number that no column holds", "INVALID_QUOTA", { quota: { remaining: 2 ** 31 } }],
    ["an environment that is none", "INVALID_ENVIRONMENT", { environment: "production" }],
    ["a configuration that is none", "INVALID_CONFIG_ID", { configId: "other" }],
    ["an owner who may not act", "OWNER_NOT_FOUND", { referenceId: "banned" }],
  ])("%s: %s", async (_, code, given) => {
    const fixture = testEngine();
    fixture.banned.add("banned");
    const result = await imported(fixture, importInput(KEY, given));
    expect(result).toMatchObject({
      kind: "refused",
      code,
      message: expect.stringMatching(/\S/),
    });
    expect(fixture.store.calls("insert")).toBe(0);
    expect(await fixture.store.port.hasForeign()).toBe(false);
  });

  test("one key does not take the others with it", async () => {
    const { engine } = testEngine();
    const results = await engine.import([
      importInput("first-key"),
      importInput(KEY, { name: "" }),
      importInput("third-key"),
    ]);
    expect(results.map(({ kind }) => kind)).toEqual(["imported", "refused", "imported"]);
    expect((await engine.verify("third-key")).outcome).toBe("valid");
  });
});

test("no hash, and nothing that was made of one, is in what an import answers", async () => {
  const { engine } = testEngine();
  const inputs = [
    importInput(KEY),
    importInput("", { hash: bcryptHash, hashFormat: "bcrypt", start: KEY.slice(0, 8) }),
  ];
  const answered = JSON.stringify(await engine.import(inputs));
  for (const hash of [sha256Hex(KEY), bcryptHash, rawBcrypt(bcryptHash)]) {
    expect(answered).not.toContain(hash);
  }
  for (const field of ["hash", "lookup", "origin"]) expect(answered).not.toContain(`"${field}"`);
});
