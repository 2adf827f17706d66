import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBody } from "./read-body.ts";

const CREDENTIAL = "lk_live_the-key-of-the-service-itself";

const detailOf = (body: unknown): string => {
  const read = readBody(typeof body === "string" ? body : JSON.stringify(body), CREDENTIAL);
  return read.kind === "malformed" ? read.detail : `no fault, but ${read.kind}`;
};

describe("a malformed body is told what is allowed", () => {
  test.each([
    ["no JSON", "{", "body must be an object"],
    ["nothing", "", "body must be an object"],
    ["a list", [], "body must be an object"],
    ["no key", {}, "body.key must be text"],
    ["a key that is no text", { key: 7 }, "body.key must be text"],
    [
      "a field that is not known",
      { key: "k", userId: "u" },
      "no other fields than key, permissions",
    ],
    ["a cost of 0", { key: "k", cost: 0 }, "body.cost must be a whole number from 1 to 1000000"],
    ["half a cost", { key: "k", cost: 1.5 }, "body.cost must be a whole number"],
    ["too high a cost", { key: "k", cost: 1_000_001 }, "body.cost must be a whole number"],
    ["no address", { key: "k", address: "somewhere" }, "body.address must be an IP address"],
    ["permissions as a word", { key: "k", permissions: "read" }, "body.permissions must be"],
    ["no list of actions", { key: "k", permissions: { a: "b" } }, "body.permissions must be"],
    ["a string without a colon", { key: "k", permissions: ["read"] }, "body.permissions must be"],
    ["null for permissions", { key: "k", permissions: null }, "body.permissions must be"],
    [
      "a limit of nothing",
      { key: "k", limits: [{ name: "a b", max: -1, window: 0 }] },
      "body.limits.0.name must be 1 to 64 characters",
    ],
    [
      "two limits of one name",
      {
        key: "k",
        limits: [
          { name: "a", max: 1, window: 1 },
          { name: "a", max: 2, window: 1 },
        ],
      },
      "each with a name of its own",
    ],
    ["no keys", { keys: [] }, "body.keys must be a list of 1 to 100 keys"],
    ["a key and keys", { key: "k", keys: [{ key: "k" }] }, "no other fields than keys"],
    ["one bad entry", { keys: [{ key: "k" }, { key: "k", cost: -1 }] }, "body.keys.1.cost must be"],
  ])("%s", (_, body, detail) => {
    expect(detailOf(body)).toContain(detail);
  });

  test("with five faults at most, and how many more there are", () => {
    const keys = Array.from({ length: 100 }, () => ({ key: "k", cost: 0 }));
    const detail = detailOf({ keys });
    expect(detail).toContain("body.keys.4.cost");
    expect(detail).not.toContain("body.keys.5.cost");
    expect(detail).toContain("and 95 more");
  });
});

describe("a well-formed body", () => {
  test("is one entry, with its permissions by resource", () => {
    const body = JSON.stringify({ key: "k", permissions: ["read:reports", "write:reports"] });
    expect(readBody(body, CREDENTIAL)).toEqual({
      kind: "one",
      entry: { key: "k", permissions: { reports: ["read", "write"] } },
    });
  });

  test("or a batch, in its order", () => {
    const entries = [{ key: "a" }, { key: "b", cost: 1_000_000 }, { key: "a" }];
    expect(readBody(JSON.stringify({ keys: entries }), CREDENTIAL)).toEqual({
      kind: "batch",
      entries,
    });
  });
});

test("whatever is sent, and wherever in it a key is, the fault that is told never holds it", () => {
  const KEY = "lk_live_0123456789abcdefghijABCDEFGHIJ";
  const sent = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>(KEY, `${KEY}:${KEY}`, 1, null, CREDENTIAL),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom("key", "keys", "permissions", "limits", "name", "cost", "address", KEY),
        tie("value"),
        { maxKeys: 4 },
      ),
    ),
  })).value;
  fc.assert(
    fc.property(sent, (body) => {
      const detail = detailOf(body);
      expect(detail).not.toContain(KEY);
      expect(detail).not.toContain(CREDENTIAL);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  { key: CREDENTIAL, permissions: { [CREDENTIAL]: ["read"] } },
  { key: "other", permissions: { reports: [CREDENTIAL] } },
  {
    keys: [
      { key: "a key of 20 letters.." },
      { key: "b", limits: [{ name: CREDENTIAL, max: 1, window: 1 }] },
    ],
  },
])("a key is no name of a permission or a limit: %j", (body) => {
  expect(detailOf(body)).toContain("may be named by a key");
});
