import { createHash } from "node:crypto";
import { hash as bareBcrypt } from "bcrypt";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantHasher } from "../testing/instant-hasher.ts";
import { bcryptHasher } from "./bcrypt.ts";
import { type ImportFormat, storedHash } from "./import-format.ts";
import { RAW_BCRYPT_LIMIT, withRawBcrypt } from "./imported-bcrypt.ts";
import { withSha256 } from "./imported-sha256.ts";

const own = bcryptHasher({ cost: 4 });
const hasher = withSha256(withRawBcrypt(own));

const anyKey = fc.string({ unit: "binary", minLength: 1, maxLength: 512 });
const encodings = {
  "sha256-hex": "hex",
  "sha256-base64": "base64",
  "sha256-base64url": "base64url",
} as const;

function imported(hash: string, format: ImportFormat): string {
  const stored = storedHash(hash, format);
  if (stored === null) throw new Error(`No ${format}: ${hash}`);
  return stored;
}

describe.each(Object.entries(encodings))("SHA-256 as %s", (format, encoding) => {
  const sha256 = (key: string) => createHash("sha256").update(key).digest(encoding);
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets the names
  const stored = (key: string) => imported(sha256(key), format as keyof typeof encodings);

  test("verifies the key and no other, whatever its length", async () => {
    await fc.assert(
      fc.asyncProperty(anyKey, anyKey, async (key, other) => {
        expect(await hasher.verify(key, stored(key))).toBe(true);
        fc.pre(key.toWellFormed() !== other.toWellFormed());
        expect(await hasher.verify(other, stored(key))).toBe(false);
      }),
    );
  });

  test("is stored in one form: base64url without padding", () => {
    expect(stored("key")).toBe(createHash("sha256").update("key").digest("base64url"));
  });

  test("is to be hashed anew", () => {
    expect(hasher.needsRehash(stored("key"))).toBe(true);
  });
});

describe("a damaged SHA-256 is none", () => {
  const hex = createHash("sha256").update("key").digest("hex");
  const base64 = createHash("sha256").update("key").digest("base64");
  const spare = `${base64.slice(0, 42)}${base64.charAt(42) === "B" ? "C" : "B"}=`;
  test.each<[ImportFormat, string]>([
    ["sha256-hex", hex.slice(1)],
    ["sha256-hex", `${hex}00`],
    ["sha256-hex", `${hex.slice(1)}g`],
    ["sha256-hex", ` ${hex}`],
    ["sha256-base64", base64.slice(1)],
    ["sha256-base64", `${base64}=`],
    ["sha256-base64", spare],
    ["sha256-base64", hex],
    ["sha256-base64url", base64.replace(/^./, "+")],
    ["sha256-base64url", ""],
  ])("%s %j", (format, hash) => {
    expect(storedHash(hash, format)).toBeNull();
  });
});

describe("bcrypt of the key itself", () => {
  const key = "imported-key-of-another-system";
  const hash = bareBcrypt(key, 4);

  test.each(["$2a$", "$2b$", "$2y$"])("named %s verifies the key and no other", async (name) => {
    const stored = imported((await hash).replace("$2b$", name), "bcrypt");
    expect(await hasher.verify(key, stored)).toBe(true);
    expect(await hasher.verify(`${key}x`, stored)).toBe(false);
    expect(await hasher.verify(key.slice(1), stored)).toBe(false);
  });

  test("is told from bcrypt of the SHA-256: neither passes for the other", async () => {
    const stored = imported(await hash, "bcrypt");
    expect(await hasher.verify(key, await hash)).toBe(false);
    expect(await hasher.verify(createHash("sha256").update(key).digest("base64url"), stored)).toBe(
      false,
    );
    expect(await hasher.verify(key, imported(await own.hash(key), "bcrypt"))).toBe(false);
  });

  test("verifies a key of 72 bytes, and none that is longer", async () => {
    const longest = "é".repeat(RAW_BCRYPT_LIMIT / 2);
    const stored = imported(await bareBcrypt(longest, 4), "bcrypt");
    expect(await hasher.verify(longest, stored)).toBe(true);
    // What bcrypt alone would have said is yes.
    expect(await hasher.verify(`${longest}x`, stored)).toBe(false);
  });

  test("verifies no key that holds a NUL", async () => {
    const stored = imported(await bareBcrypt("key\0one", 4), "bcrypt");
    expect(await hasher.verify("key\0one", stored)).toBe(false);
    expect(await hasher.verify("key\0two", stored)).toBe(false);
    expect(await hasher.verify("key", stored)).toBe(false);
  });

  test("is to be hashed anew", async () => {
    expect(hasher.needsRehash(imported(await hash, "bcrypt"))).toBe(true);
  });

  test("of a cost that would take years, or none, is refused", async () => {
    for (const cost of ["$31$", "$99$", "$03$", "$16$"]) {
      const dear = (await hash).replace("$04$", cost);
      expect(storedHash(dear, "bcrypt")).toBeNull();
      expect(await hasher.verify(key, `raw-bcrypt:${dear}`)).toBe(false);
    }
    for (const broken of ["", "raw-bcrypt:", "$2z$04$", (await hash).slice(1), `${await hash}.`]) {
      expect(storedHash(broken, "bcrypt")).toBeNull();
      expect(await hasher.verify(key, `raw-bcrypt:${broken}`)).toBe(false);
    }
  });
});

test("what the hasher itself has made verifies as before, and is not hashed anew", async () => {
  const hash = await hasher.hash("key");
  expect(await own.verify("key", hash)).toBe(true);
  expect(await hasher.verify("key", hash)).toBe(true);
  expect(await hasher.verify("other", hash)).toBe(false);
  expect(hasher.needsRehash(hash)).toBe(false);
  expect(hasher.needsRehash(await bcryptHasher({ cost: 5 }).hash("key"))).toBe(true);
});

const keyed = (key: string) => createHash("sha256").update(`pepper ${key}`).digest("base64url");

test("a hasher of the application's own that looks like SHA-256 is still asked", async () => {
  const peppered = withSha256({
    ...instantHasher(),
    hash: async (key) => keyed(key),
    verify: async (key, hash) => hash === keyed(key),
  });
  expect(await peppered.verify("key", await peppered.hash("key"))).toBe(true);
  expect(await peppered.verify("other", await peppered.hash("key"))).toBe(false);
});
