import * as fc from "fast-check";
import { expect, test } from "vitest";
import { names } from "../testing/arbitraries.ts";
import { MAX_NAME_LENGTH, normalizeName } from "./name.ts";

test.each([
  "Production - Payment Service",
  "CI/CD - GitHub Actions",
  `O'Brien "quoted" <b>&amp; \\ %_`,
  "Ωμέγα ключ مفتاح 鍵",
  "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
  "x",
  "x".repeat(MAX_NAME_LENGTH),
])("%j is a name", (name) => {
  expect(normalizeName(name)).toBe(name);
});

test.each([
  ["  spaces  ", "spaces"],
  ["\tkey\r\n", "key"],
  ["\u00A0key\uFEFF", "key"],
  [` ${"x".repeat(MAX_NAME_LENGTH)} `, "x".repeat(MAX_NAME_LENGTH)],
])("%j is trimmed", (given, name) => {
  expect(normalizeName(given)).toBe(name);
});

test.each(["", " ", "\n\t", "x".repeat(MAX_NAME_LENGTH + 1)])(
  "%j is refused for its length",
  (name) => {
    expect(() => normalizeName(name)).toThrow(
      expect.objectContaining({ code: "INVALID_NAME_LENGTH" }),
    );
  },
);

test.each([
  ["a line feed", "\n"],
  ["a NUL", "\0"],
  ["an escape", "\u001B[31m"],
  ["a delete", "\u007F"],
  ["a C1 control", "\u0085"],
  ["a line separator", "\u2028"],
  ["a paragraph separator", "\u2029"],
  ["a left-to-right mark", "\u200E"],
  ["a right-to-left mark", "\u200F"],
  ["an Arabic letter mark", "\u061C"],
  ["a right-to-left override", "\u202E"],
  ["a left-to-right embedding", "\u202A"],
  ["an isolate", "\u2066"],
  ["a pop of an isolate", "\u2069"],
  ["half a surrogate pair", "\uD83D"],
])("a name with %s in it is refused", (_, character) => {
  expect(() => normalizeName(`a${character}b`)).toThrow(
    expect.objectContaining({ code: "INVALID_NAME" }),
  );
});

test("what was normalized stays as it is", () => {
  fc.assert(
    fc.property(names, (name) => {
      expect(normalizeName(name)).toBe(name);
      expect(normalizeName(`  ${name}\n`)).toBe(name);
    }),
  );
});
