import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type RandomSource, systemRandom } from "../port/random.ts";
import { prefixes } from "../testing/arbitraries.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { ALPHABET } from "./alphabet.ts";
import { checksum } from "./checksum.ts";
import { LOCATOR_LENGTH, SECRET_LENGTH, generateKey } from "./generate.ts";

const DRAWN_LENGTH = LOCATOR_LENGTH + SECRET_LENGTH;

test("a key is its prefix, 8 + 32 base62 characters and their checksum; its start is the first part", () => {
  fc.assert(
    fc.property(prefixes, (prefix) => {
      const { key, start } = generateKey(prefix, systemRandom);
      expect(key.startsWith(prefix)).toBe(true);
      const random = key.slice(prefix.length);
      expect(random).toMatch(/^[0-9A-Za-z]{46}$/);
      expect(random.slice(40)).toBe(checksum(random.slice(0, 40)));
      expect(start).toBe(prefix + random.slice(0, 8));
    }),
  );
});

test("bytes from 248 on, which would favour some characters, are thrown away", () => {
  const wanted = Array.from({ length: DRAWN_LENGTH }, (_, index) => index);
  const biased = [255, 248, 254, 249, 253, 250, 252, 251];
  const { key } = generateKey("", replay([...biased, 247, ...biased, 62, ...biased, ...wanted]));
  // 247 is the last byte that counts: 247 mod 62 is 61. 62 comes round to 0.
  expect(key.slice(0, DRAWN_LENGTH)).toBe(`z0${ALPHABET.slice(0, DRAWN_LENGTH - 2)}`);
});

// 61 degrees of freedom: an unbiased source exceeds 153 once in 10^9 runs; one modulo 62 without the
// rejection of bytes has about 3,600 here.
const CHI_SQUARE_LIMIT = 153;

test.each([
  ["a seeded source", seededRandom("no bias")],
  ["the platform's source", systemRandom],
])("1,000,000 characters from %s favour none (chi-square)", (_, source) => {
  const counts = new Map<string, number>();
  for (let key = 0; key < 25_000; key += 1) {
    for (const character of generateKey("", source).key.slice(0, DRAWN_LENGTH)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
  }
  const expected = 1_000_000 / ALPHABET.length;
  let chiSquare = 0;
  for (const character of ALPHABET) {
    chiSquare += ((counts.get(character) ?? 0) - expected) ** 2 / expected;
  }
  expect(chiSquare).toBeLessThan(CHI_SQUARE_LIMIT);
});

test("no two of 100,000 keys are alike", () => {
  const keys = new Set<string>();
  for (let index = 0; index < 100_000; index += 1) keys.add(generateKey("", systemRandom).key);
  expect(keys.size).toBe(100_000);
});

/** These bytes, in this order, and no more. */
function replay(bytes: readonly number[]): RandomSource {
  let position = 0;
  return {
    bytes(length) {
      if (position >= bytes.length) throw new Error("More bytes were drawn than are needed.");
      const drawn = bytes.slice(position, position + length);
      position += length;
      return Uint8Array.from(drawn);
    },
  };
}
