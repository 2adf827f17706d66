import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_PREFIX_LENGTH, assertPrefix, isLegalPrefix } from "./prefix.ts";

const LEGAL = ["", "a", "prod_", "sk-live-", "__", "--", "_-_", "9", "A".repeat(MAX_PREFIX_LENGTH)];

test.each(LEGAL)("%j may begin a key", (prefix) => {
  expect(isLegalPrefix(prefix)).toBe(true);
  expect(() => assertPrefix(prefix)).not.toThrow();
});

test.each([" ", "a b", "é", "a.b", "a/b", "a\n", "\0", "🔑", "%", "a,b", "ａ"])(
  "%j is refused for its characters",
  (prefix) => {
    expect(isLegalPrefix(prefix)).toBe(false);
    expect(() => assertPrefix(prefix)).toThrow(expect.objectContaining({ code: "INVALID_PREFIX" }));
  },
);

test("33 characters are refused for their length", () => {
  const prefix = "a".repeat(MAX_PREFIX_LENGTH + 1);
  expect(isLegalPrefix(prefix)).toBe(false);
  expect(() => assertPrefix(prefix)).toThrow(
    expect.objectContaining({ code: "INVALID_PREFIX_LENGTH" }),
  );
});

test("what is legal is exactly what is not refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (prefix) => {
      let refused = false;
      try {
        assertPrefix(prefix);
      } catch {
        refused = true;
      }
      expect(isLegalPrefix(prefix)).toBe(!refused);
    }),
  );
});
