import { isIP } from "node:net";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressLines, addressProblem, isRange } from "./addresses.ts";

describe("a line of the allowed addresses", () => {
  it.each([
    "192.0.2.1",
    "10.0.0.0/8",
    "0.0.0.0/0",
    "2001:db8::/32",
    "::1",
    "::ffff:192.0.2.1",
    "fe80::1/128",
  ])("%s is one", (text) => {
    expect(isRange(text)).toBe(true);
  });

  it.each([
    "300.1.1.1",
    "10.0.0.0/33",
    "10.0.0/8",
    "::1/129",
    "fe80::1%eth0",
    "example.com",
    "1",
    "010.0.0.1",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "10.0.0.0/-1",
    "[::1]",
    "::1]/x[",
    "",
  ])("%j is none", (text) => {
    expect(isRange(text)).toBe(false);
  });

  it("is an address exactly where the server takes it for one", () => {
    const almost = fc.string({ unit: fc.constantFrom(..."0125a:.f".split("")), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), almost), (text) => {
        expect(isRange(text)).toBe(isIP(text) !== 0);
      }),
      { numRuns: 2_000 },
    );
  });
});

it("empty lines say nothing, and the first wrong one is named", () => {
  expect(addressLines(" 10.0.0.0/8 \n\n\r\n::1\r\n")).toEqual(["10.0.0.0/8", "::1"]);
  expect(addressProblem(["10.0.0.0/8", "office", "home"])).toEqual({
    kind: "not-an-address",
    text: "office",
  });
  expect(addressProblem([])).toBeNull();
  expect(addressProblem(Array.from({ length: 101 }, () => "::1"))).toEqual({ kind: "too-many" });
});
