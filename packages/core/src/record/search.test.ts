import * as fc from "fast-check";
import { expect, it } from "vitest";
import { matchesSearch } from "./search.ts";

const key = { name: "Production - Café 100%_done", start: "sk_live_aB3dE6gH" };

it.each([
  "production",
  "CAFÉ",
  "cafe\u0301",
  "100%",
  "%_d",
  "sk_live_ab3",
  "LIVE_",
  "Production - Café 100%_done",
])("%j is found", (search) => {
  expect(matchesSearch(key, search)).toBe(true);
});

it.each(["%", "_"])("%j stands for itself alone", (wildcard) => {
  expect(matchesSearch({ name: "plain", start: "plain" }, wildcard)).toBe(false);
  expect(matchesSearch({ name: `a${wildcard}b`, start: "plain" }, wildcard)).toBe(true);
});

it("nothing is found across name and start, and a key without a name by its start alone", () => {
  expect(matchesSearch(key, "donesk")).toBe(false);
  expect(matchesSearch({ name: null, start: "sk_live_x" }, "live")).toBe(true);
  expect(matchesSearch({ name: null, start: "sk_live_x" }, "null")).toBe(false);
});

it("every part of a name finds it, whatever its case", () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from("aBz%_\\é .*")), minLength: 1 });
  fc.assert(
    fc.property(fc.string(), text, fc.string(), (before, part, after) => {
      expect(matchesSearch({ name: before + part + after, start: "" }, part)).toBe(true);
      expect(matchesSearch({ name: before + part + after, start: "" }, part.toUpperCase())).toBe(
        true,
      );
      expect(matchesSearch({ name: before + part, start: "" }, `${part}\n${after}`)).toBe(false);
    }),
  );
});
