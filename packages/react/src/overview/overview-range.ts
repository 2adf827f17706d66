import type { OverviewQuery } from "../client/admin-client.ts";
import type { UsageRange } from "../api-keys/usage/usage-range.ts";

export const OVERVIEW_RANGES = ["day", "week", "month"] as const satisfies UsageRange[];

export type OverviewRange = (typeof OVERVIEW_RANGES)[number];

const DAY = 24 * 60 * 60 * 1000;
const LENGTHS: Readonly<Record<OverviewRange, number>> = {
  day: DAY,
  week: 7 * DAY,
  month: 30 * DAY,
};

/** The range up to `now`, in milliseconds since the epoch. */
export function overviewPeriod(range: OverviewRange, now: number): OverviewQuery {
  return { from: new Date(now - LENGTHS[range]).toISOString(), to: new Date(now).toISOString() };
}
