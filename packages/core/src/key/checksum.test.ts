import { expect, test } from "vitest";
import { CHECKSUM_LENGTH, checksum } from "./checksum.ts";
import { toBase62 } from "./alphabet.ts";

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
