import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BoundedMap } from "./bounded-map.ts";

const names = fc.constantFrom(..."abcdefghijklmnop".split(""));
const steps = fc.array(
  fc.record({
    act: fc.constantFrom("set" as const, "get" as const, "delete" as const),
    key: names,
  }),
  { maxLength: 80 },
);

test("it never holds more than its capacity, nor a value that is not the last one set", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 13 }), steps, (capacity, sequence) => {
      const map = new BoundedMap<string, number>(capacity);
      const model = new Map<string, number>();
      for (const [number, { act, key }] of sequence.entries()) {
        if (act === "set") {
          map.set(key, number);
          model.set(key, number);
        } else if (act === "delete") {
          map.delete(key);
          model.delete(key);
          expect(map.get(key)).toBeUndefined();
        } else {
          expect([model.get(key), undefined]).toContain(map.get(key));
        }
        expect(map.size).toBeLessThanOrEqual(capacity);
      }
    }),
    { numRuns: 500 },
  );
});

test("the entries used last, up to half of its capacity, are always there", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 13 }), steps, (capacity, sequence) => {
      const map = new BoundedMap<string, number>(capacity);
      /** In the order of their last use; `undefined` for what was deleted, which is a use as well. */
      const used = new Map<string, number | undefined>();
      for (const [number, { act, key }] of sequence.entries()) {
        if (act === "set") map.set(key, number);
        if (act === "delete") map.delete(key);
        const value = map.get(key);
        if (act === "get" && value === undefined) continue;
        used.delete(key);
        used.set(key, value);
      }
      const latest = [...used].toReversed().slice(0, Math.floor(capacity / 2));
      for (const [key, value] of latest) expect(map.get(key), key).toBe(value);
    }),
    { numRuns: 500 },
  );
});

test("an entry that is read again and again outlives any number of others", () => {
  const map = new BoundedMap<string, number>(6);
  map.set("always", 1);
  for (let index = 0; index < 100; index += 1) {
    map.set(`other ${index}`, index);
    expect(map.get("always"), `after ${index}`).toBe(1);
  }
});

describe("a capacity that leaves nothing for one of two generations is refused", () => {
  test.each([1, 0, -1, Number.NaN])("%d", (capacity) => {
    expect(() => new BoundedMap(capacity)).toThrow(RangeError);
  });
});
