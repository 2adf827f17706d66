import { describe, expect, it } from "vitest";
import { nameOfNewKey, nameRules, nameUnder } from "./name-policy.ts";

it("says nothing: names of 1 to 100 characters, or none", () => {
  expect(nameRules()).toEqual({ minLength: 1, maxLength: 100, required: false });
  expect(nameOfNewKey(undefined, undefined)).toBeNull();
  expect(nameOfNewKey(undefined, null)).toBeNull();
  expect(nameOfNewKey(undefined, " Reports ")).toBe("Reports");
  expect(() => nameUnder(undefined, "x".repeat(101))).toThrow("1 to 100");
});

describe("with bounds", () => {
  const policy = { minLength: 3, maxLength: 5, required: true };

  it("names are measured without surrounding space", () => {
    expect(nameUnder(policy, "  abc ")).toBe("abc");
    for (const name of ["ab", " ab  ", "abcdef", ""]) {
      expect(() => nameUnder(policy, name)).toThrow(
        expect.objectContaining({ code: "INVALID_NAME_LENGTH" }),
      );
    }
  });

  it("a required name may not be left out", () => {
    for (const name of [undefined, null]) {
      expect(() => nameOfNewKey(policy, name)).toThrow(
        expect.objectContaining({ code: "NAME_REQUIRED" }),
      );
    }
  });

  it("a shortest name beyond the usual longest carries that along", () => {
    expect(nameRules({ minLength: 120 }).maxLength).toBe(120);
  });
});
