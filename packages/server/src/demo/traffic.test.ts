import { describe, expect, test } from "vitest";
import { demoRandom } from "./demo-random.ts";
import { type Traffic, hoursOfTraffic } from "./traffic.ts";

const HOUR = 60 * 60 * 1_000;
const DAY = 24 * HOUR;
/** A Monday. */
const FROM = Date.UTC(2026, 2, 2);
const WEEK = { from: FROM, to: FROM + 7 * DAY };

const traffic = (changed: Partial<Traffic>): Traffic => ({
  busiest: 1_000,
  shape: "office",
  refusals: 0,
  refusal: "API_KEY_FORBIDDEN",
  ...changed,
});
const total = (hours: readonly { valid: number; refused: number }[]) =>
  hours.reduce((sum, { valid, refused }) => sum + valid + refused, 0);

describe("made-up traffic", () => {
  test("is the same for the same seed, and another for another", () => {
    const [one, again, other] = [1, 1, 2].map((seed) =>
      hoursOfTraffic(traffic({}), WEEK, demoRandom(seed)),
    );
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
  });

  test("of an office is at work by day, and less so at the week's end", () => {
    const hours = hoursOfTraffic(traffic({}), WEEK, demoRandom(1));
    const on = (day: number, from: number, to: number) =>
      total(hours.filter((_, hour) => hour >= day * 24 + from && hour < day * 24 + to));
    expect(on(1, 9, 17)).toBeGreaterThan(5 * on(1, 0, 6));
    expect(on(5, 0, 24)).toBeLessThan(on(1, 0, 24) / 2);
  });

  test("of a nightly job comes in one hour of the day", () => {
    const hours = hoursOfTraffic(traffic({ shape: "nightly" }), WEEK, demoRandom(1));
    expect(hours.filter((hour) => total([hour]) > 0)).toHaveLength(7);
  });

  test("has trouble when it is told to", () => {
    const trouble = { hoursBefore: 5, hours: 5, share: 0.6 };
    const hours = hoursOfTraffic(traffic({ shape: "steady", trouble }), WEEK, demoRandom(1));
    const share = (some: typeof hours) =>
      some.reduce((sum, { refused }) => sum + refused, 0) / total(some);
    expect(share(hours.slice(0, -5))).toBe(0);
    expect(share(hours.slice(-5))).toBeGreaterThan(0.3);
  });
});
