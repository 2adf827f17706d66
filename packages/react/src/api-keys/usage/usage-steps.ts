import type { UsageBucketAnswer, UsageCountsAnswer } from "../../client/usage-client.ts";
import type { UsagePeriod } from "./usage-range.ts";

/** What came of requests, as far as whoever looks at them has to tell it apart. */
export type OutcomeGroup = "served" | "limited" | "refused" | "unavailable";

export const OUTCOME_GROUPS = [
  "served",
  "limited",
  "refused",
  "unavailable",
] as const satisfies OutcomeGroup[];

export type GroupCounts = Readonly<Record<OutcomeGroup, number>>;

/** One bar of a chart, one row of its table. */
export interface UsageStep extends GroupCounts {
  readonly start: Date;
  readonly total: number;
}

const GROUPS: ReadonlyMap<string, OutcomeGroup> = new Map([
  ["valid", "served"],
  ["API_KEY_RATE_LIMITED", "limited"],
  ["API_KEY_QUOTA_EXCEEDED", "limited"],
  ["API_KEY_UNAVAILABLE", "unavailable"],
]);

/** An outcome that only a newer server knows is a refusal. */
export function groupOf(outcome: string): OutcomeGroup {
  return GROUPS.get(outcome) ?? "refused";
}

export function groupCounts(counts: UsageCountsAnswer): GroupCounts & { total: number } {
  const groups = { served: 0, limited: 0, refused: 0, unavailable: 0, total: 0 };
  for (const [outcome, count] of Object.entries(counts)) {
    groups[groupOf(outcome)] += count;
    groups.total += count;
  }
  return groups;
}

/** Every step of the period, those without a request included. What lies outside of it is left out. */
export function usageSteps(
  buckets: readonly UsageBucketAnswer[],
  { starts, end }: UsagePeriod,
): readonly UsageStep[] {
  return starts.map((start, index) => {
    const next = starts[index + 1] ?? end;
    const counts = buckets
      .filter((bucket) => bucket.start >= start && bucket.start < next)
      .map((bucket) => groupCounts(bucket.counts));
    return { start, ...sum(counts) };
  });
}

function sum(counts: readonly (GroupCounts & { total: number })[]) {
  const all = { served: 0, limited: 0, refused: 0, unavailable: 0, total: 0 };
  for (const one of counts) {
    for (const group of OUTCOME_GROUPS) all[group] += one[group];
    all.total += one.total;
  }
  return all;
}

/** Of all requests, from 0 to 1; `null` where there were none. */
export function errorRate({ served, total }: Pick<UsageStep, "served" | "total">): number | null {
  return total === 0 ? null : (total - served) / total;
}
