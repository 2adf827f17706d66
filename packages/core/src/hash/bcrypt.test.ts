import { createHash } from "node:crypto";
import { hash as bareBcrypt, compare as verifyBareBcrypt } from "bcrypt";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateKey } from "../key/generate.ts";
import { MAX_PREFIX_LENGTH } from "../key/prefix.ts";
import { systemRandom } from "../port/random.ts";
import { prefixes } from "../testing/arbitraries.ts";
import { bcryptHasher } from "./bcrypt.ts";

const cheap = bcryptHasher({ cost: 4 });
const keys = prefixes.map((prefix) => generateKey(prefix, systemRandom).key);

describe("hash", () => {
  test("is bcrypt at cost 10 unless told otherwise", async () => {
    expect(await bcryptHasher().hash("key")).toMatch(/^\$2b\$10\$[./A-Za-z0-9]{53}$/);
    expect(await bcryptHasher({ cost: 5 }).hash("key")).toMatch(/^\$2b\$05\$/);
  });

  test("is of base64url(SHA-256(key)), as any bcrypt can check", async () => {
    const digest = createHash("sha256").update("prod_key").digest("base64url");
    expect(await verifyBareBcrypt(digest, await cheap.hash("prod_key"))).toBe(true);
  });

  test("is salted: one key has another hash each time", async () => {
    expect(await cheap.hash("key")).not.toBe(await cheap.hash("key"));
  });
});

describe("verify", () => {
  test("accepts the key that was hashed, with any prefix", async () => {
    await fc.assert(
      fc.asyncProperty(keys, async (key) => {
        expect(await cheap.verify(key, await cheap.hash(key))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("refuses a key with any one byte changed", async () => {
    await fc.assert(
      fc.asyncProperty(keys, fc.nat(), fc.integer({ min: 1, max: 127 }), async (key, at, by) => {
        const hash = await cheap.hash(key);
        expect(await cheap.verify(changed(key, at % key.length, by), hash)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test("refuses a change of each byte of the longest key, those beyond bcrypt's 72 included", async () => {
    const { key } = generateKey("p".repeat(MAX_PREFIX_LENGTH), systemRandom);
    expect(key).toHaveLength(78);
    const hash = await cheap.hash(key);
    for (let index = 0; index < key.length; index += 1) {
      expect(await cheap.verify(changed(key, index, 1), hash), `byte ${index}`).toBe(false);
    }
  });

  test("tells inputs apart that share their first 72 bytes", async () => {
    const shared = "s".repeat(72);
    const hash = await cheap.hash(`${shared}a`);
    expect(await cheap.verify(`${shared}a`, hash)).toBe(true);
    expect(await cheap.verify(`${shared}b`, hash)).toBe(false);
    expect(await cheap.verify(shared, hash)).toBe(false);
    // What bcrypt alone would have said.
    expect(await verifyBareBcrypt(`${shared}b`, await bareBcrypt(`${shared}a`, 4))).toBe(true);
  });

  test("tells inputs apart that differ after a NUL", async () => {
    const hash = await cheap.hash("key\0one");
    expect(await cheap.verify("key\0two", hash)).toBe(false);
    expect(await cheap.verify("key", hash)).toBe(false);
  });

  test("accepts hashes of other costs, whatever its own", async () => {
    const hash = await bcryptHasher({ cost: 5 }).hash("key");
    expect(await cheap.verify("key", hash)).toBe(true);
    expect(await cheap.verify("other", hash)).toBe(false);
  });

  const whole = cheap.hash("key");
  test.each([
    ["nothing", () => ""],
    ["text", () => "not a hash"],
    ["another scheme", () => "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"],
    ["a bare SHA-256", () => createHash("sha256").update("key").digest("hex")],
    ["a hash that lost its end", (hash: string) => hash.slice(0, -1)],
    ["a hash that lost its beginning", (hash: string) => hash.slice(1)],
    ["a hash with something after it", (hash: string) => `${hash}\n`],
    ["a hash with characters that bcrypt has not", (hash: string) => `${hash.slice(0, -1)}!`],
    ["a cost below bcrypt's", (hash: string) => hash.replace("$04$", "$03$")],
    ["a cost that would take years", (hash: string) => hash.replace("$04$", "$31$")],
    ["a cost beyond bcrypt's", (hash: string) => hash.replace("$04$", "$99$")],
    ["an unknown version", (hash: string) => hash.replace("$2b$", "$2z$")],
  ])("answers false for %s in place of a hash", async (_, broken) => {
    const hash = await whole;
    expect(await cheap.verify("key", hash)).toBe(true);
    await expect(cheap.verify("key", broken(hash))).resolves.toBe(false);
  });

  test("answers, and never throws, for anything of a hash's shape", async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^\$2[aby]\$0[0-6]\$[./A-Za-z0-9]{53}$/), async (hash) => {
        await expect(cheap.verify("key", hash)).resolves.toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe("needsRehash", () => {
  test.each([
    ["of its own cost", 4, false],
    ["of a lower cost", 5, true],
    ["of a higher cost", 6, true],
  ])("of a hash %s", async (_, cost, expected) => {
    const hash = await cheap.hash("key");
    expect(bcryptHasher({ cost }).needsRehash(hash)).toBe(expected);
  });

  test.each(["", "plain", "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", "a".repeat(64)])(
    "of %j, which is no bcrypt",
    (hash) => {
      expect(cheap.needsRehash(hash)).toBe(true);
    },
  );
});

test.each([3, 16, 0, -1, 4.5, Number.NaN, Number.POSITIVE_INFINITY])(
  "a cost of %d is refused when the hasher is made",
  (cost) => {
    expect(() => bcryptHasher({ cost })).toThrow(RangeError);
  },
);

/** The text with one ASCII character replaced by another one. */
function changed(text: string, index: number, by: number): string {
  const other = String.fromCharCode((text.charCodeAt(index) + by) % 128);
  return text.slice(0, index) + other + text.slice(index + 1);
}
