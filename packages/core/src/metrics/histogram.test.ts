import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Histogram } from "./histogram.ts";

test("a duration counts for its own bound and for every one above it", () => {
  const histogram = new Histogram([0.1, 1]);
  for (const seconds of [0.05, 0.1, 0.5, 3]) histogram.observe(seconds);
  expect(histogram.read()).toEqual({ bounds: [0.1, 1], counts: [2, 3], count: 4, sum: 3.65 });
});

test("a reading stays as it was when more is observed", () => {
  const histogram = new Histogram([1]);
  const before = histogram.read();
  histogram.observe(0.5);
  expect(before).toEqual({ bounds: [1], counts: [0], count: 0, sum: 0 });
});

test("whatever is observed: counts ascend, and each says how many were within its bound", () => {
  const bounds = [0.001, 0.01, 0.1, 1, 10];
  const durations = fc.array(fc.double({ min: 0, max: 100, noNaN: true }));
  fc.assert(
    fc.property(durations, (all) => {
      const histogram = new Histogram(bounds);
      for (const seconds of all) histogram.observe(seconds);
      const { counts, count } = histogram.read();
      const within = bounds.map((bound) => all.filter((seconds) => seconds <= bound).length);
      expect({ counts, count }).toEqual({ counts: within, count: all.length });
    }),
  );
});
