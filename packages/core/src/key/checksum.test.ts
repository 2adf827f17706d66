import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CHECKSUM_LENGTH, checksum, endsWithChecksum } from "./checksum.ts";
import { ALPHABET, toBase62 } from "./alphabet.ts";

test.each([
  ["zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", "0mLq17"],
  ["qkJaB6MffYVzZXWqmcoF49yrUxP3wf", "0LsakP"],
])("the checksum of %s is %s, as GitHub's tokens have it", (random, expected) => {
  expect(checksum(random)).toBe(expected);
});

test.each([
  [0, "000000"],
  [61, "00000z"],
  [62, "000010"],
  [2 ** 32 - 1, "4gfFC3"],
])("%d has six digits in base62: %s", (value, digits) => {
  expect(toBase62(value, CHECKSUM_LENGTH)).toBe(digits);
});

test("what ends with its checksum is told without making one, and nothing else is", () => {
  const digits = fc.string({ unit: fc.constantFrom(...ALPHABET.split("")), maxLength: 60 });
  const anything = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  fc.assert(
    fc.property(
      digits,
      anything,
      fc.nat(),
      fc.integer({ min: 1, max: 61 }),
      (random, before, place, by) => {
        const whole = random + checksum(random);
        expect(endsWithChecksum(before + whole, before.length)).toBe(true);
        const at = place % whole.length;
        const other = ALPHABET.charAt((ALPHABET.indexOf(whole.charAt(at)) + by) % ALPHABET.length);
        const altered = whole.slice(0, at) + other + whole.slice(at + 1);
        expect(endsWithChecksum(before + altered, before.length)).toBe(false);
        for (const foreign of ["-", "_", "é", "\u{1F511}", "\u0130"]) {
          const mixed = before + whole.slice(0, at) + foreign + whole.slice(at);
          expect(endsWithChecksum(mixed, before.length)).toBe(false);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});
