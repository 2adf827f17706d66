import { describe, expect, it } from "vitest";
import { usagePeriod } from "./usage-range.ts";
import { errorRate, groupCounts, usageSteps } from "./usage-steps.ts";

const now = new Date(2026, 2, 10, 14, 25).getTime();
const at = (day: number, hour: number) => new Date(2026, 2, day, hour);

describe("what came of requests", () => {
  it("is served, limited, refused or unavailable; what is not known is refused", () => {
    const counts = {
      valid: 7,
      API_KEY_RATE_LIMITED: 2,
      API_KEY_QUOTA_EXCEEDED: 1,
      API_KEY_EXPIRED: 4,
      API_KEY_UNAVAILABLE: 5,
      API_KEY_OF_NEXT_YEAR: 6,
    };
    expect(groupCounts(counts)).toEqual({
      served: 7,
      limited: 3,
      refused: 10,
      unavailable: 5,
      total: 25,
    });
  });

  it("is an error rate, unless there was nothing", () => {
    expect(errorRate({ served: 3, total: 4 })).toBe(0.25);
    expect(errorRate({ served: 0, total: 0 })).toBeNull();
  });
});

describe("the steps of a period", () => {
  it("hold the buckets that begin in them, and are there without any", () => {
    const buckets = [
      { start: at(9, 23), counts: { valid: 3 } },
      { start: at(10, 14), counts: { valid: 1, API_KEY_REVOKED: 2 } },
    ];
    const steps = usageSteps(buckets, usagePeriod("day", now));
    expect(steps).toHaveLength(24);
    expect(steps.filter(({ total }) => total > 0)).toEqual([
      { start: at(9, 23), served: 3, limited: 0, refused: 0, unavailable: 0, total: 3 },
      { start: at(10, 14), served: 1, limited: 0, refused: 2, unavailable: 0, total: 3 },
    ]);
  });

  it("add up several buckets, and leave out what lies outside", () => {
    const hours = [12, 13, 14].map((hour) => ({ start: at(10, hour), counts: { valid: 1 } }));
    const outside = { start: at(1, 0), counts: { valid: 100 } };
    const steps = usageSteps([outside, ...hours], usagePeriod("week", now));
    expect(steps.at(-1)).toMatchObject({ start: at(10, 12), total: 3 });
    expect(steps.reduce((total, step) => total + step.total, 0)).toBe(3);
  });
});
