import { createHmac, randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateKey } from "../key/generate.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { systemRandom } from "../port/random.ts";
import { prefixes } from "../testing/arbitraries.ts";
import { testEngine } from "../testing/test-engine.ts";
import { bcryptHasher } from "./bcrypt.ts";
import { hmacSha256Hasher } from "./hmac-sha256.ts";
import { withRawBcrypt } from "./imported-bcrypt.ts";
import { withSha256 } from "./imported-sha256.ts";

const PEPPER = randomBytes(32);
const hasher = hmacSha256Hasher({ pepper: PEPPER });
const bcrypt = bcryptHasher({ cost: 4 });
const keys = prefixes.map((prefix) => generateKey(prefix, systemRandom).key);
const peppers = fc.uint8Array({ minLength: 32, maxLength: 200 });

describe("hash", () => {
  test("is the HMAC-SHA-256 of the key under the pepper, and says which pepper", async () => {
    const mac = createHmac("sha256", PEPPER).update("key").digest("base64url");
    expect(await hasher.hash("key")).toMatch(/^\$hmac-sha256\$[\w-]{8}\$[\w-]{43}$/);
    expect((await hasher.hash("key")).endsWith(`$${mac}`)).toBe(true);
  });

  test("is another one under another pepper, and says so", async () => {
    const other = await hmacSha256Hasher({ pepper: randomBytes(32) }).hash("key");
    const [, , pepper, mac] = (await hasher.hash("key")).split("$");
    expect(other).not.toContain(pepper);
    expect(other).not.toContain(mac);
  });
});

describe("verify", () => {
  test("accepts the key that was hashed, with any prefix and any pepper", async () => {
    await fc.assert(
      fc.asyncProperty(keys, peppers, async (key, pepper) => {
        const hash = await hmacSha256Hasher({ pepper }).hash(key);
        expect(await hmacSha256Hasher({ pepper: pepper.slice() }).verify(key, hash)).toBe(true);
      }),
    );
  });

  test("refuses a key with any one byte changed", async () => {
    const bytes = fc.integer({ min: 1, max: 127 });
    await fc.assert(
      fc.asyncProperty(keys, fc.nat(), bytes, async (key, place, by) => {
        const at = place % key.length;
        const changed = String.fromCharCode((key.charCodeAt(at) + by) % 128);
        const other = key.slice(0, at) + changed + key.slice(at + 1);
        expect(await hasher.verify(other, await hasher.hash(key))).toBe(false);
      }),
    );
  });

  test("refuses every key once any one byte of the pepper has changed", async () => {
    const bytes = fc.integer({ min: 1, max: 255 });
    await fc.assert(
      fc.asyncProperty(keys, peppers, fc.nat(), bytes, async (key, pepper, place, by) => {
        const other = pepper.slice();
        const at = place % other.length;
        other[at] = (other[at] ?? 0) ^ by;
        const hash = await hmacSha256Hasher({ pepper }).hash(key);
        expect(await hmacSha256Hasher({ pepper: other }).verify(key, hash)).toBe(false);
        // Not only because the hash names another pepper.
        const named = await hmacSha256Hasher({ pepper: other }).hash("another key");
        const swapped = [...named.split("$").slice(0, 3), hash.split("$")[3]].join("$");
        expect(await hmacSha256Hasher({ pepper: other }).verify(key, swapped)).toBe(false);
      }),
    );
  });

  test("reads a pepper to its end, however long it is", async () => {
    const shared = "p".repeat(200);
    const hash = await hmacSha256Hasher({ pepper: `${shared}a` }).hash("key");
    expect(await hmacSha256Hasher({ pepper: `${shared}a` }).verify("key", hash)).toBe(true);
    expect(await hmacSha256Hasher({ pepper: `${shared}b` }).verify("key", hash)).toBe(false);
    expect(await hmacSha256Hasher({ pepper: shared }).verify("key", hash)).toBe(false);
  });

  test.each([
    ["nothing", () => ""],
    ["text", () => "not a hash"],
    ["a hash that lost its end", (hash: string) => hash.slice(0, -1)],
    ["a hash that lost its beginning", (hash: string) => hash.slice(1)],
    ["a hash with something after it", (hash: string) => `${hash}\n`],
    ["a hash of which any bit of the end was changed", nextLast],
    ["a hash that names no pepper", (hash: string) => hash.replace(/[\w-]{8}\$/, "$")],
    ["the mark alone", () => "$hmac-sha256$"],
  ])("answers false for %s in place of a hash", async (_, broken) => {
    const hash = await hasher.hash("key");
    expect(await hasher.verify("key", hash)).toBe(true);
    expect(await hasher.verify("key", broken(hash))).toBe(false);
  });
});

describe("peppers that are being changed", () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)];
  const before = hmacSha256Hasher({ pepper: older });
  const between = hmacSha256Hasher({ pepper: [newer, older] });
  const after = hmacSha256Hasher({ pepper: newer });

  test("new keys are hashed under the newest", async () => {
    const hash = await between.hash("key");
    expect(await after.verify("key", hash)).toBe(true);
    expect(await before.verify("key", hash)).toBe(false);
    expect(between.needsRehash(hash)).toBe(false);
  });

  test("a hash under an older one verifies, and is to be hashed anew", async () => {
    const hash = await before.hash("key");
    expect(await between.verify("key", hash)).toBe(true);
    expect(await between.verify("other", hash)).toBe(false);
    expect(between.needsRehash(hash)).toBe(true);
  });

  test("once the older one is gone, what is still hashed under it works no more", async () => {
    expect(await after.verify("key", await before.hash("key"))).toBe(false);
  });
});

describe("beside bcrypt", () => {
  test("bcrypt hashes verify, and are to be hashed anew", async () => {
    const hash = await bcrypt.hash("key");
    expect(await hasher.verify("key", hash)).toBe(true);
    expect(await hasher.verify("other", hash)).toBe(false);
    expect(hasher.needsRehash(hash)).toBe(true);
  });

  test("what bcrypt meets and has no pepper for is not of the key, and does not throw", async () => {
    const hash = await hasher.hash("key");
    await expect(bcryptHasher().verify("key", hash)).resolves.toBe(false);
    expect(bcryptHasher().needsRehash(hash)).toBe(true);
  });

  test("hashes that were imported verify too", async () => {
    const both = withSha256(withRawBcrypt(hasher));
    const hash = await both.hash("key");
    expect(await both.verify("key", hash)).toBe(true);
    expect(both.needsRehash(hash)).toBe(false);
  });

  test("a key that was hashed with bcrypt gets its HMAC when it is used first", async () => {
    const store = new MemoryKeyStore();
    const old = testEngine({ store, hasher: bcrypt });
    const { key, record } = await old.engine.create({ referenceId: "owner" });
    const { engine } = testEngine({ store, hasher });
    expect((await engine.verify(key)).outcome).toBe("valid");
    await engine.close();
    expect((await store.findById(record.id))?.hash).toBe(await hasher.hash(key));
    expect((await testEngine({ store, hasher }).engine.verify(key)).outcome).toBe("valid");
  });
});

test.each<[string, string | Uint8Array | Uint8Array[]]>([
  ["is empty", ""],
  ["has 31 bytes", "p".repeat(31)],
  ["has 31 bytes and is no text", new Uint8Array(31)],
  ["is short beside one that is not", [new Uint8Array(32), new Uint8Array(16)]],
])("a pepper that %s is refused when the hasher is made, with what it must be", (_, pepper) => {
  expect(() => hmacSha256Hasher({ pepper })).toThrow(
    /A pepper has \d+ bytes; it must have at least 32\./,
  );
  expect(() => hmacSha256Hasher({ pepper })).toThrow(RangeError);
});

test("no pepper at all is refused when the hasher is made", () => {
  expect(() => hmacSha256Hasher({ pepper: [] })).toThrow(RangeError);
});

test("a pepper is counted in bytes, not in characters", () => {
  expect(() => hmacSha256Hasher({ pepper: "é".repeat(16) })).not.toThrow();
});

/** The hash with the two bits of its last character changed that the HMAC does not use. */
function nextLast(hash: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return hash.slice(0, -1) + alphabet.charAt(alphabet.indexOf(hash.slice(-1)) + 1);
}
