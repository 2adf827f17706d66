import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metadata as anyMetadata } from "../testing/arbitraries.ts";
import type { JsonValue } from "./json.ts";
import { MAX_METADATA_DEPTH, MAX_METADATA_SIZE, normalizeMetadata } from "./metadata.ts";

test("any JSON object within the limits comes back as it was given", () => {
  fc.assert(
    fc.property(anyMetadata, (metadata) => {
      fc.pre(Buffer.byteLength(JSON.stringify(metadata)) <= MAX_METADATA_SIZE);
      expect(normalizeMetadata(metadata)).toEqual(metadata);
    }),
    { numRuns: 500 },
  );
});

test("what is stored is what is answered: a trip through JSON changes nothing", () => {
  const normalized = normalizeMetadata({ zero: -0, list: [-0] });
  expect(normalized).toEqual(JSON.parse(JSON.stringify(normalized)));
  expect(Object.is(normalized["zero"], 0)).toBe(true);
});

test("it is a copy: changing what was given changes nothing", () => {
  const given = { list: [1] };
  const normalized = normalizeMetadata(given);
  given.list.push(2);
  expect(normalized).toEqual({ list: [1] });
});

test("an object without a prototype is as good as one with", () => {
  const bare: object = Object.assign(Object.create(null), { a: 1 });
  expect(normalizeMetadata(bare)).toEqual({ a: 1 });
});

class Settings {
  readonly a = 1;
}

describe("what is no JSON object is refused:", () => {
  test.each([
    ["null", null],
    ["undefined", undefined],
    ["a string", "{}"],
    ["a number", 1],
    ["an array", [{ a: 1 }]],
    ["a date", new Date()],
    ["a map", new Map()],
    ["an instance of a class", new Settings()],
    ["a function", () => ({})],
    ["an error", new Error("no")],
  ])("%s", (_, value) => {
    expect(() => normalizeMetadata(value)).toThrow(
      expect.objectContaining({ code: "INVALID_METADATA_TYPE" }),
    );
  });
});

describe("what JSON cannot hold is refused, however deep, and not dropped:", () => {
  test.each([
    ["undefined", undefined],
    ["a function", () => 1],
    ["NaN", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["a bigint", 1n],
    ["a symbol", Symbol("s")],
    ["a date", new Date()],
    ["a map", new Map()],
    ["a set", new Set()],
    ["bytes", new Uint8Array(1)],
    ["an instance of a class", new Settings()],
    ["an array with a hole", Object.assign([], { length: 1 })],
    ["a member called __proto__", JSON.parse('{"__proto__":{"admin":true}}')],
    ["half a surrogate pair", "\uD83D"],
    ["half a surrogate pair in a name", { "\uDE00": 1 }],
  ])("%s", (_, value: unknown) => {
    for (const metadata of [{ a: value }, { a: [value] }, { a: { b: [{ c: value }] } }]) {
      expect(() => normalizeMetadata(metadata)).toThrow(
        expect.objectContaining({ code: "INVALID_METADATA_TYPE" }),
      );
    }
  });

  test("a member called __proto__ at the top", () => {
    expect(() => normalizeMetadata(JSON.parse('{"__proto__":{"admin":true}}'))).toThrow(
      expect.objectContaining({ code: "INVALID_METADATA_TYPE" }),
    );
    expect(Reflect.get({}, "admin")).toBeUndefined();
  });
});

describe("limits", () => {
  test("16,384 bytes of JSON are allowed, and not one more", () => {
    expect(normalizeMetadata(withSize(MAX_METADATA_SIZE))).toEqual(withSize(MAX_METADATA_SIZE));
    expect(() => normalizeMetadata(withSize(MAX_METADATA_SIZE + 1))).toThrow(
      expect.objectContaining({ code: "METADATA_TOO_LARGE" }),
    );
  });

  test("bytes are counted, not characters", () => {
    const characters = Math.ceil(MAX_METADATA_SIZE / 3);
    expect(() => normalizeMetadata({ a: "鍵".repeat(characters) })).toThrow(
      expect.objectContaining({ code: "METADATA_TOO_LARGE" }),
    );
  });

  test.each([
    ["objects", (inner: JsonValue): JsonValue => ({ a: inner })],
    ["arrays", (inner: JsonValue): JsonValue => [inner]],
  ])("16 levels are allowed, and not one more: %s", (_, wrap) => {
    const nested = (levels: number): JsonValue => {
      let value: JsonValue = "innermost";
      for (let level = 1; level < levels; level += 1) value = wrap(value);
      return { outermost: value };
    };
    expect(normalizeMetadata(nested(MAX_METADATA_DEPTH))).toEqual(nested(MAX_METADATA_DEPTH));
    expect(() => normalizeMetadata(nested(MAX_METADATA_DEPTH + 1))).toThrow(
      expect.objectContaining({ code: "METADATA_TOO_LARGE" }),
    );
  });

  test("an object that holds itself is refused, and does not run for ever", () => {
    const metadata: Record<string, unknown> = {};
    metadata["self"] = metadata;
    expect(() => normalizeMetadata(metadata)).toThrow(
      expect.objectContaining({ code: "METADATA_TOO_LARGE" }),
    );
  });
});

/** Metadata of so many bytes as JSON. */
function withSize(bytes: number) {
  return { a: "x".repeat(bytes - '{"a":""}'.length) };
}
