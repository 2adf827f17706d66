/** How far back usage is looked at. */
export type UsageRange = "day" | "week" | "month" | "quarter";

interface RangeSteps {
  /** How many steps it has. */
  readonly count: number;
  /** Of each step: hours of the clock, or days of the calendar, where the user is. */
  readonly length: number;
  readonly unit: "hour" | "day";
}

const HOUR = 60 * 60 * 1000;

const STEPS: Readonly<Record<UsageRange, RangeSteps>> = {
  day: { count: 24, length: 1, unit: "hour" },
  week: { count: 28, length: 6, unit: "hour" },
  month: { count: 30, length: 1, unit: "day" },
  quarter: { count: 90, length: 1, unit: "day" },
};

export const USAGE_RANGES = ["day", "week", "month", "quarter"] as const satisfies UsageRange[];

export interface UsagePeriod {
  readonly range: UsageRange;
  readonly unit: "hour" | "day";
  /** Where its steps begin, earliest first; each ends where the next begins, the last at `end`. */
  readonly starts: readonly Date[];
  readonly end: Date;
}

/** The steps of a range up to the one that `now` lies in, in milliseconds since the epoch. */
export function usagePeriod(range: UsageRange, now: number): UsagePeriod {
  const { count, length, unit } = STEPS[range];
  const last = new Date(now);
  if (unit === "day") last.setHours(0, 0, 0, 0);
  else last.setHours(last.getHours() - (last.getHours() % length), 0, 0, 0);
  const at = (step: number) => {
    const moved = new Date(last);
    if (unit === "day") moved.setDate(moved.getDate() + step * length);
    // Where the clock is put forward an hour of it is missing, and one more is there where it is put back.
    else if (length === 1) moved.setTime(moved.getTime() + step * HOUR);
    else moved.setHours(moved.getHours() + step * length);
    return moved;
  };
  const starts = Array.from({ length: count }, (_, index) => at(index - count + 1));
  return { range, unit, starts, end: at(1) };
}

/** Where the user's days begin. */
export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
