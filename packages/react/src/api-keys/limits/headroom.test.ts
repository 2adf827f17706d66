import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headroomOf, overLimit } from "./headroom.ts";

const MINUTE = 60_000;
const minute = (at: number, valid: number, limited = 0) => ({
  start: new Date(at * MINUTE),
  counts: { valid, API_KEY_RATE_LIMITED: limited },
});
const used = (window: number, minutes: ReturnType<typeof minute>[]) =>
  headroomOf([{ name: "default", max: 100, window }], minutes)[0]?.used;

describe("how near a key came to its limit", () => {
  it("is its busiest minute, for a limit a minute", () => {
    expect(used(MINUTE, [minute(0, 3), minute(1, 37), minute(7, 12)])).toBe(37);
    expect(used(MINUTE, [])).toBe(0);
  });

  it("is what lies together in longer windows, whether or not there was something in each minute", () => {
    const minutes = [minute(0, 10), minute(4, 10), minute(5, 10), minute(100, 25)];
    expect(used(5 * MINUTE, minutes)).toBe(25);
    expect(used(6 * MINUTE, minutes)).toBe(30);
    expect(used(90_000, minutes)).toBe(25);
  });

  it("cannot be told of windows that are shorter than a minute, or longer than what was looked at", () => {
    expect(used(1_000, [minute(0, 3)])).toBeNull();
    expect(used(24 * 60 * MINUTE, [minute(0, 3)])).toBeNull();
  });

  it("counts what was served: what was over the limit is told apart", () => {
    const minutes = [minute(0, 100, 7), minute(1, 40, 5)];
    expect(used(MINUTE, minutes)).toBe(100);
    expect(overLimit(minutes)).toBe(12);
  });

  it("is the most that any run of minutes holds, whatever they are", () => {
    const counts = fc.uniqueArray(fc.tuple(fc.nat(179), fc.nat(50)), { selector: ([at]) => at });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 180 }), (given, length) => {
        const minutes = given.toSorted(([a], [b]) => a - b).map(([at, valid]) => minute(at, valid));
        const sums = given.map(([from]) =>
          given.reduce(
            (sum, [at, valid]) => (at >= from && at < from + length ? sum + valid : sum),
            0,
          ),
        );
        expect(used(length * MINUTE, minutes)).toBe(Math.max(0, ...sums));
      }),
    );
  });
});
