import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { metadataFrom, metadataRows, metadataText, metadataValue } from "./metadata-rows.ts";

const row = (name: string, value: string, id = 1) => ({ id, name, value });

describe("a typed metadata value", () => {
  it.each([
    ["payments", "payments"],
    [" spaced ", "spaced"],
    ["1000", 1000],
    ["-2.5", -2.5],
    ["true", true],
    ["null", null],
    ['["read:analytics"]', ["read:analytics"]],
    ['{"a":1}', { a: 1 }],
    ['"1000"', "1000"],
    ["", ""],
  ])("%j means %j", (typed, value) => {
    expect(metadataValue(typed)).toEqual(value);
  });

  it.each(["1.0", "007", "1e3", "12345678901234567890", "v1", "[broken"])(
    "%j stays text: as a number it would come back changed",
    (typed) => {
      expect(metadataValue(typed)).toBe(typed);
    },
  );
});

describe("metadata rows", () => {
  it("become an object, without those that were left empty", () => {
    const rows = [row("service", "payments"), row("", " "), row("rateLimit", "50")];
    expect(metadataFrom(rows)).toEqual({
      ok: true,
      metadata: { service: "payments", rateLimit: 50 },
    });
  });

  it("are refused, with the row, where a value has no name or a name is there twice", () => {
    expect(metadataFrom([row("a", "1"), row(" ", "x")])).toEqual({
      ok: false,
      row: 1,
      problem: { kind: "missing" },
    });
    expect(metadataFrom([row("a", "1"), row("a ", "2")])).toEqual({
      ok: false,
      row: 1,
      problem: { kind: "twice", name: "a" },
    });
  });

  it("may be called like members of every object, and stay data", () => {
    const read = metadataFrom([row("__proto__", '{"admin":true}')]);
    expect(JSON.stringify(read)).toContain('{"__proto__":{"admin":true}}');
    expect(Object.hasOwn(Object.prototype, "admin")).toBe(false);
  });
});

it("shows any JSON value in one line", () => {
  const shown = ["text", 1, false, null, ["a", "b"], { a: [1] }].map(metadataText);
  expect(shown).toEqual(["text", "1", "false", "null", "a, b", '{"a":[1]}']);
});

describe("the rows for metadata that is there", () => {
  it("say the same metadata, whatever it is", () => {
    const names = fc.string({ minLength: 1 }).filter((name) => name === name.trim());
    // As it comes out of an answer: JSON knows no -0.
    const metadata = fc
      .dictionary(names, fc.jsonValue())
      .map((value): Record<string, unknown> => JSON.parse(JSON.stringify(value)));
    fc.assert(
      fc.property(metadata, (before) => {
        expect(metadataFrom(metadataRows(before) ?? [])).toEqual({ ok: true, metadata: before });
      }),
    );
  });

  it("hold text as it is, in quotes only where it would be taken for something else", () => {
    const values = metadataRows({ a: "payments", b: "1000", c: 1000, d: " x " });
    expect(values?.map(({ value }) => value)).toEqual(["payments", '"1000"', "1000", '" x "']);
  });

  it("are none where a name would not survive them", () => {
    expect(metadataRows({ " a": 1 })).toBeNull();
    expect(metadataRows({ "": 1 })).toBeNull();
  });
});
