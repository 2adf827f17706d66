import { expect, test } from "vitest";
import { overviewPeriod } from "./overview-range.ts";

const NOW = Date.parse("2026-03-10T12:00:00.000Z");

test.each([
  ["day", "2026-03-09T12:00:00.000Z"],
  ["week", "2026-03-03T12:00:00.000Z"],
  ["month", "2026-02-08T12:00:00.000Z"],
] as const)("a %s reaches back from now, whatever the clocks of the place do", (range, from) => {
  expect(overviewPeriod(range, NOW)).toEqual({ from, to: "2026-03-10T12:00:00.000Z" });
});
