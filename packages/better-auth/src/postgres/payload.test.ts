import type { Change } from "@latchkey/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromPayload, toPayload } from "./payload.ts";

const id = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant("key" as const), id }),
  fc.record({
    kind: fc.constant("owner" as const),
    id,
    ownerKind: fc.constantFrom("user" as const, "organization" as const),
  }),
);

describe("a change as a notification", () => {
  test("is the change again when it is read, whatever its id", () => {
    fc.assert(
      fc.property(change, (it) => {
        expect(fromPayload(toPayload(it))).toEqual(it);
      }),
    );
  });

  test("is plain ASCII without control characters, so that every encoding of a database has it", () => {
    fc.assert(
      fc.property(change, (it) => {
        expect(toPayload(it)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });

  test("holds nothing but kind and id, and whose the id is", () => {
    const more = { kind: "key", id: "a", hash: "secret" } as const;
    expect(toPayload(more)).toBe('{"kind":"key","id":"a"}');
    expect(toPayload({ kind: "owner", id: "o", ownerKind: "user" })).toBe(
      '{"kind":"owner","id":"o","ownerKind":"user"}',
    );
  });

  test("is refused from 8,000 bytes on, without quoting the id", () => {
    const frame = toPayload({ kind: "key", id: "" }).length;
    expect(toPayload({ kind: "key", id: "x".repeat(7_999 - frame) })).toHaveLength(7_999);
    expect(() => toPayload({ kind: "key", id: "x".repeat(8_000 - frame) })).toThrow(
      new RangeError(
        "A change is told in at most 7999 bytes, and this id takes more: it is not sent.",
      ),
    );
    expect(() => toPayload({ kind: "key", id: "é".repeat(1_400) })).toThrow(RangeError);
  });
});

describe("what no change is in", () => {
  test.each([
    "",
    "{",
    "null",
    "1",
    "[]",
    '"key"',
    "{}",
    '{"kind":"key"}',
    '{"kind":"key","id":7}',
    '{"kind":"keys","id":"a"}',
    '{"kind":"owner","id":"a"}',
    '{"kind":"owner","id":"a","ownerKind":"robot"}',
  ])("is told from one: %s", (payload) => {
    expect(fromPayload(payload)).toBeNull();
  });

  test("never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (payload) => {
        expect(() => fromPayload(payload)).not.toThrow();
      }),
    );
  });
});
