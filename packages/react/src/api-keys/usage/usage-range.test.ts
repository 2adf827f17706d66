import { describe, expect, it } from "vitest";
import { USAGE_RANGES, usagePeriod } from "./usage-range.ts";

const HOUR = 60 * 60 * 1000;
const now = new Date(2026, 2, 10, 14, 25).getTime();

describe("the steps of a range", () => {
  it("are the hours of a day up to the one that is on", () => {
    const { starts, end, unit } = usagePeriod("day", now);
    expect(unit).toBe("hour");
    expect(starts).toHaveLength(24);
    expect(starts[0]).toEqual(new Date(2026, 2, 9, 15));
    expect(starts.at(-1)).toEqual(new Date(2026, 2, 10, 14));
    expect(end).toEqual(new Date(2026, 2, 10, 15));
  });

  it("are quarters of the days of a week, by the clock", () => {
    const { starts, end } = usagePeriod("week", now);
    expect(starts).toHaveLength(28);
    expect(starts.at(-1)).toEqual(new Date(2026, 2, 10, 12));
    expect(starts[0]).toEqual(new Date(2026, 2, 3, 18));
    expect(end).toEqual(new Date(2026, 2, 10, 18));
  });

  it.each([
    ["month", 30],
    ["quarter", 90],
  ] as const)("are the days of a %s, by the calendar", (range, count) => {
    const { starts, end } = usagePeriod(range, now);
    expect(starts).toHaveLength(count);
    for (const start of starts) expect(start.getHours()).toBe(0);
    expect(starts.at(-1)).toEqual(new Date(2026, 2, 10));
    expect(end).toEqual(new Date(2026, 2, 11));
  });

  it("leave no gap and never overlap, whenever it is", () => {
    for (const range of USAGE_RANGES) {
      for (let hour = 0; hour < 24 * 400; hour += 5) {
        const { starts, end } = usagePeriod(range, now + hour * HOUR);
        const edges = [...starts, end].map((edge) => edge.getTime());
        expect(edges.every((edge, index) => index === 0 || edge > (edges[index - 1] ?? 0))).toBe(
          true,
        );
        expect(end.getTime()).toBeGreaterThan(now + hour * HOUR);
      }
    }
  });
});
