import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256Of } from "../hash/sha256.ts";
import {
  MAX_FOREIGN_LENGTH,
  canBeForeign,
  fingerprintOf,
  lookupByDigest,
  lookupByStart,
} from "./fingerprint.ts";

const anyKey = fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 });

test("a key is found by its digest, and by each way in which it can begin", () => {
  fc.assert(
    fc.property(anyKey, fc.integer({ min: 4, max: 32 }), (key, length) => {
      const { digest, lookups } = fingerprintOf(key);
      expect(digest).toBe(sha256Of(key));
      expect(lookups).toContain(lookupByDigest(digest));
      const start = lookupByStart(key.slice(0, length));
      expect(lookups.includes(start)).toBe(key.length >= 4);
    }),
  );
});

test("it is never found by a start shorter than 4 or longer than 32 characters", () => {
  const { lookups } = fingerprintOf("x".repeat(100));
  const starts = lookups.filter((lookup) => lookup.startsWith("~"));
  expect(starts.map((start) => start.length - 1)).toEqual(
    Array.from({ length: 29 }, (_, index) => index + 4),
  );
  expect(fingerprintOf("abc").lookups).toHaveLength(1);
});

test("no start can be taken for the beginning of a digest", () => {
  fc.assert(
    fc.property(anyKey, anyKey, (key, start) => {
      expect(lookupByStart(start)).not.toBe(lookupByDigest(sha256Of(key)));
    }),
  );
});

describe("what is looked up as a key of another system", () => {
  test.each([
    ["x", true],
    ["x".repeat(MAX_FOREIGN_LENGTH), true],
    ["", false],
    ["x".repeat(MAX_FOREIGN_LENGTH + 1), false],
    ["half a pair \uD800", false],
  ])("%j: %s", (key, expected) => {
    expect(canBeForeign(key)).toBe(expected);
  });

  test.each([null, undefined, 7, {}, ["key"]])("%j, which is no text, is not", (value) => {
    expect(Reflect.apply(canBeForeign, null, [value])).toBe(false);
  });
});
