import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SlidingWindow } from "./sliding-window.ts";

/** Pauses between requests in milliseconds, many of them none, and what each request costs. */
const schedules = fc.array(
  fc.record({
    pause: fc.oneof(fc.constant(0), fc.nat({ max: 20 }), fc.nat({ max: 2_000 })),
    cost: fc.oneof(fc.constant(1), fc.nat({ max: 4 })),
  }),
  { maxLength: 200 },
);
const lengths = fc.oneof(
  fc.constantFrom(1, 7, 16, 1_000, 60_000),
  fc.integer({ min: 1, max: 3_000 }),
);
const amounts = fc.integer({ min: 0, max: 12 });

interface Taken {
  readonly at: number;
  readonly cost: number;
}

/** What was taken in the `length` milliseconds that end with this moment. */
function within(taken: readonly Taken[], length: number, end: number): number {
  return taken.reduce(
    (sum, { at, cost }) => (at > end - length && at <= end ? sum + cost : sum),
    0,
  );
}

test("no window ever holds more than the limit", () => {
  fc.assert(
    fc.property(schedules, lengths, amounts, (schedule, length, max) => {
      const window = new SlidingWindow({ name: "any", window: length });
      const taken: Taken[] = [];
      let now = 0;
      for (const { pause, cost } of schedule) {
        now += pause;
        window.advanceTo(now);
        if (window.taken + cost > max) continue;
        window.take(cost);
        taken.push({ at: now, cost });
        expect(within(taken, length, now)).toBeLessThanOrEqual(max);
      }
    }),
    { numRuns: 500 },
  );
});

test("whoever stays within the limit in any seventeen sixteenths of the window always fits", () => {
  fc.assert(
    fc.property(schedules, lengths, amounts, (schedule, length, max) => {
      const window = new SlidingWindow({ name: "any", window: length });
      const taken: Taken[] = [];
      let now = 0;
      for (const { pause, cost } of schedule) {
        now += pause;
        const reach = (length * 17) / 16;
        if (within(taken, reach, now) + cost > max) continue;
        window.advanceTo(now);
        expect(window.taken + cost).toBeLessThanOrEqual(max);
        window.take(cost);
        taken.push({ at: now, cost });
      }
    }),
    { numRuns: 500 },
  );
});

test("what does not fit now fits at the moment that is told, and not a millisecond before", () => {
  fc.assert(
    fc.property(schedules, lengths, fc.integer({ min: 1, max: 12 }), (schedule, length, max) => {
      const window = new SlidingWindow({ name: "any", window: length });
      let now = 0;
      for (const { pause, cost } of schedule) {
        now += pause;
        window.advanceTo(now);
        if (cost > max) continue;
        if (window.taken + cost <= max) {
          window.take(cost);
          continue;
        }
        const then = window.fitsAt(cost, max);
        expect(then).toBeGreaterThan(now);
        window.advanceTo(then - 1);
        expect(window.taken + cost).toBeGreaterThan(max);
        window.advanceTo(then);
        expect(window.taken + cost).toBeLessThanOrEqual(max);
        now = then;
      }
    }),
    { numRuns: 500 },
  );
});

test("less counts at the moment that is told, and as much a millisecond before", () => {
  fc.assert(
    fc.property(schedules, lengths, (schedule, length) => {
      const window = new SlidingWindow({ name: "any", window: length });
      let now = 0;
      for (const { pause, cost } of schedule) {
        now += pause;
        window.advanceTo(now);
        window.take(cost);
      }
      const before = window.taken;
      const then = window.changesAt(now);
      if (before === 0) {
        expect(then).toBe(now);
        return;
      }
      window.advanceTo(then - 1);
      expect(window.taken).toBe(before);
      window.advanceTo(then);
      expect(window.taken).toBeLessThan(before);
    }),
  );
});

describe("a steady client", () => {
  test("at its limit is never refused: one request a second, five in any five and a half", () => {
    const window = new SlidingWindow({ name: "any", window: 5_000 });
    for (let second = 0; second < 1_000; second += 1) {
      window.advanceTo(second * 1_063);
      expect(window.taken).toBeLessThan(5);
      window.take(1);
    }
  });
});
