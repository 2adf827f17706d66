import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Permissions,
  intersection,
  missing,
  normalizePermissions,
  permissionsFromStrings,
  union,
} from "./permissions.ts";

const words = fc.constantFrom("a", "b", "c", "constructor", "toString");
const actions = fc.uniqueArray(fc.oneof(words, fc.constant("*")), { maxLength: 4 });
const permissions: fc.Arbitrary<Permissions> = fc.dictionary(words, actions, {
  noNullPrototype: true,
});

/** What permissions come to, as a set of action and resource, in a world of these words. */
function meaning(held: Permissions | null): Set<string> {
  const all = ["a", "b", "c", "constructor", "toString", "another"];
  return new Set(
    Object.entries(held ?? {}).flatMap(([resource, its]) =>
      (its.includes("*") ? all : its).map((action) => `${action}:${resource}`),
    ),
  );
}

const isSubset = (one: Permissions, other: Permissions | null) =>
  [...meaning(one)].every((each) => meaning(other).has(each));

describe("missing", () => {
  test("is null exactly where everything wanted is held", () => {
    fc.assert(
      fc.property(permissions, permissions, (held, wanted) => {
        expect(missing(held, wanted) === null).toBe(isSubset(wanted, held));
      }),
    );
  });

  test("holds just what is lacking: with it nothing lacks", () => {
    fc.assert(
      fc.property(permissions, permissions, (held, wanted) => {
        const lacking = missing(held, wanted) ?? {};
        expect(missing(union(held, lacking), wanted)).toBeNull();
        expect(isSubset(lacking, wanted)).toBe(true);
      }),
    );
  });

  test.each([null, {}, { files: [] }])("%j holds nothing, rather than everything", (held) => {
    expect(missing(held, { files: ["read"] })).toEqual({ files: ["read"] });
    expect(missing(held, { files: [] })).toBeNull();
  });

  test("the star of one resource is not another's, and is not had by having every action", () => {
    expect(missing({ files: ["*"] }, { files: ["read", "*"] })).toBeNull();
    expect(missing({ files: ["*"] }, { reports: ["read"] })).toEqual({ reports: ["read"] });
    expect(missing({ "*": ["*"] }, { files: ["read"] })).toEqual({ files: ["read"] });
    expect(missing({ files: ["read", "write"] }, { files: ["*"] })).toEqual({ files: ["*"] });
  });

  test("names of Object's own members are resources like any", () => {
    expect(missing({ files: ["read"] }, { constructor: ["name"] })).toEqual({
      constructor: ["name"],
    });
  });
});

describe("normalizePermissions", () => {
  test("is the identity on what it answered, and adds nothing", () => {
    fc.assert(
      fc.property(permissions, (given) => {
        const normal = normalizePermissions(given);
        expect(meaning(normal)).toEqual(meaning(given));
        expect(normalizePermissions(normal)).toEqual(normal);
      }),
    );
  });

  test("leaves out resources without actions, and repetitions", () => {
    expect(normalizePermissions({ files: [], reports: ["read", "read"] })).toEqual({
      reports: ["read"],
    });
  });

  test.each([
    [null],
    [[]],
    ["read:files"],
    [{ files: "read" }],
    [{ files: [1] }],
    [{ files: [""] }],
    [{ "": ["read"] }],
    [{ "*": ["read"] }],
    [{ files: ["read write"] }],
    [{ files: ["read:all"] }],
    [{ files: ["re*"] }],
    [{ files: ["read\u202E"] }],
    [{ files: ["x".repeat(101)] }],
    [JSON.parse('{"__proto__": ["read"]}')],
    [new Map()],
  ])("refuses %j", (value) => {
    expect(() => normalizePermissions(value)).toThrow(
      expect.objectContaining({ code: "INVALID_PERMISSIONS" }),
    );
  });
});

describe("intersection", () => {
  test("grants exactly what both grant", () => {
    fc.assert(
      fc.property(permissions, permissions, (one, other) => {
        const shared = [...meaning(one)].filter((each) => meaning(other).has(each));
        expect(meaning(intersection(one, other))).toEqual(new Set(shared));
      }),
    );
  });

  test("leaves no resource without actions", () => {
    expect(intersection({ files: ["read"], reports: ["*"] }, { files: ["write"] })).toEqual({});
    expect(intersection({ files: ["*"] }, { files: ["*"] })).toEqual({ files: ["*"] });
    expect(intersection({ toString: ["a"] }, {})).toEqual({});
  });
});

describe("permissionsFromStrings", () => {
  test('reads "action:resource"', () => {
    expect(permissionsFromStrings(["read:analytics", "write:reports", "read:reports"])).toEqual({
      analytics: ["read"],
      reports: ["write", "read"],
    });
    expect(permissionsFromStrings([])).toEqual({});
  });

  test.each([
    ["read:files"],
    [null],
    [["read"]],
    [["a:b:c"]],
    [[1]],
    [["read:__proto__"]],
    [[":b"]],
  ])("refuses %j", (value) => {
    expect(() => permissionsFromStrings(value)).toThrow(
      expect.objectContaining({ code: "INVALID_PERMISSIONS" }),
    );
  });
});
