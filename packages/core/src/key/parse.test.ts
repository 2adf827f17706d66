import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { systemRandom } from "../port/random.ts";
import { prefixes } from "../testing/arbitraries.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { ALPHABET } from "./alphabet.ts";
import { checksum } from "./checksum.ts";
import { generateKey } from "./generate.ts";
import { parseKey } from "./parse.ts";
import { MAX_PREFIX_LENGTH } from "./prefix.ts";

/** Random part and checksum. */
const TAIL_LENGTH = 46;
const RANDOM_LENGTH = 40;

const keys = prefixes.map((prefix) => generateKey(prefix, systemRandom).key);
const tailPositions = fc.nat({ max: TAIL_LENGTH - 1 });

test("what was generated is parsed back, whatever the prefix", () => {
  fc.assert(
    fc.property(prefixes, (prefix) => {
      const { key, start } = generateKey(prefix, systemRandom);
      expect(parseKey(key)).toEqual({ prefix, start });
    }),
    { numRuns: 1_000 },
  );
});

test.each(["", "_", "__", "-", "_-_", "a_b_c_", "sk_live_", "0", "z".repeat(MAX_PREFIX_LENGTH)])(
  "the prefix %j is parsed back",
  (prefix) => {
    const { key, start } = generateKey(prefix, systemRandom);
    expect(parseKey(key)).toEqual({ prefix, start });
  },
);

describe("never throws, and refuses", () => {
  const codeUnits = fc
    .array(fc.nat({ max: 0xffff }), { maxLength: 90 })
    .map((units) => String.fromCharCode(...units));

  test.each([
    ["any text", fc.string({ unit: "binary", maxLength: 120 })],
    ["any code units, halves of surrogate pairs included", codeUnits],
    ["legal characters of a legal length", fc.stringMatching(/^[0-9A-Za-z]{46,78}$/)],
  ])("%s", (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseKey(text)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    [undefined],
    [null],
    [46],
    [{}],
    [["x".repeat(50)]],
    [Array.from({ length: 50 }, () => "x")],
  ])("what is no text: %j", (value) => {
    expect(Reflect.apply(parseKey, null, [value])).toBeNull();
  });

  test("a text of 10,000,000 characters, for its length", () => {
    expect(parseKey("a".repeat(10_000_000))).toBeNull();
  });
});

describe("is refused without a look-up:", () => {
  test("every change of one character behind the prefix", () => {
    const { key } = generateKey("app_", seededRandom("one character"));
    for (let index = key.length - TAIL_LENGTH; index < key.length; index += 1) {
      for (const character of [...ALPHABET.split(""), "_", "-", " ", "é", "\0", "🔑"]) {
        if (character === key[index]) continue;
        expect(parseKey(replaced(key, index, character)), `${index}: ${character}`).toBeNull();
      }
    }
    fc.assert(
      fc.property(
        keys,
        tailPositions,
        fc.string({ unit: "binary", minLength: 1 }),
        (it, at, by) => {
          const changed = replaced(it, it.length - TAIL_LENGTH + at, by.charAt(0));
          fc.pre(changed !== it);
          expect(parseKey(changed)).toBeNull();
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("every change within four neighbouring characters of the random part (32 bits: CRC finds all)", () => {
    const four = fc.stringMatching(/^[0-9A-Za-z]{4}$/);
    fc.assert(
      fc.property(keys, fc.nat({ max: RANDOM_LENGTH - 4 }), four, (key, at, characters) => {
        const index = key.length - TAIL_LENGTH + at;
        const changed = key.slice(0, index) + characters + key.slice(index + 4);
        fc.pre(changed !== key);
        expect(parseKey(changed)).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  test("every swap of two neighbours within the random part", () => {
    const { key } = generateKey("", seededRandom("neighbours"));
    for (let index = 0; index < RANDOM_LENGTH - 1; index += 1) {
      const [left, right] = [key.charAt(index), key.charAt(index + 1)];
      if (left === right) continue;
      const swapped = replaced(replaced(key, index, right), index + 1, left);
      expect(parseKey(swapped), `${index}`).toBeNull();
    }
  });

  test("every truncation of a key without a prefix", () => {
    const { key } = generateKey("", seededRandom("no prefix"));
    for (let length = 0; length < key.length; length += 1) {
      expect(parseKey(key.slice(0, length))).toBeNull();
      expect(parseKey(key.slice(key.length - length))).toBeNull();
    }
  });

  // With a prefix another 46 characters come to stand at the end. That their checksum is right has a
  // chance of 1 in 2^32 each; the keys are seeded, so that this is decided once and for all.
  test("each truncation, deletion and insertion that moves the tail, but for 1 in 2^32", () => {
    const random = seededRandom("lengths");
    for (const prefix of ["a", "prod_", "sk_live_", "z".repeat(20)]) {
      const { key } = generateKey(prefix, random);
      const tail = key.slice(-TAIL_LENGTH);
      for (let index = prefix.length; index < key.length; index += 1) {
        const [before, from, after] = [key.slice(0, index), key.slice(index), key.slice(index + 1)];
        const inserted = ALPHABET.split("").map((character) => before + character + from);
        for (const changed of [before, before + after, ...inserted]) {
          // A character before the tail lengthens the prefix instead.
          if (!changed.endsWith(tail)) expect(parseKey(changed), changed).toBeNull();
        }
      }
    }
  });

  test("white space around a key", () => {
    const { key } = generateKey("app_", systemRandom);
    for (const padded of [` ${key}`, `${key} `, `${key}\n`, `\t${key}`, `${key}\r\n`]) {
      expect(parseKey(padded)).toBeNull();
    }
  });

  test("a random part of other characters, though its checksum is right", () => {
    for (const random of ["-", "_", " ", "é", "🔑"].map((it) => it.padEnd(RANDOM_LENGTH, "a"))) {
      expect(parseKey(random + checksum(random))).toBeNull();
    }
  });

  test("a prefix that is not legal, before a tail that is", () => {
    const { key } = generateKey("", systemRandom);
    for (const prefix of ["é", "a b", "a.b_", "\n", "\0", "a".repeat(MAX_PREFIX_LENGTH + 1)]) {
      expect(parseKey(prefix + key)).toBeNull();
    }
  });
});

test("a changed prefix is not noticed here: it makes another start, which no record has", () => {
  const { key, start } = generateKey("app_", systemRandom);
  expect(parseKey(`b${key.slice(1)}`)).toEqual({ prefix: "bpp_", start: `b${start.slice(1)}` });
});

function replaced(text: string, index: number, by: string): string {
  return text.slice(0, index) + by + text.slice(index + 1);
}
