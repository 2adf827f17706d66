import type { KeyLimitAnswer, UsageBucketAnswer } from "../../client/usage-client.ts";

const MINUTE = 60_000;
/** How far back it is looked, in milliseconds. */
export const HEADROOM_PERIOD = 180 * MINUTE;

/** How near a key came to one of its limits. */
export interface Headroom {
  readonly limit: KeyLimitAnswer;
  /** Served in the busiest window; `null` where minutes cannot tell: of shorter windows, and longer ones than the period. */
  readonly used: number | null;
}

/** @param minutes the buckets of the period, a minute each, earliest first; those in which there was nothing may be absent. */
export function headroomOf(
  limits: readonly KeyLimitAnswer[],
  minutes: readonly UsageBucketAnswer[],
): readonly Headroom[] {
  return limits.map((limit) => ({ limit, used: busiest(limit.window, minutes) }));
}

/** Whole minutes that lie within one window: never more than the limiter has seen in one. */
function busiest(window: number, minutes: readonly UsageBucketAnswer[]): number | null {
  if (window < MINUTE || window > HEADROOM_PERIOD) return null;
  const length = Math.floor(window / MINUTE) * MINUTE;
  let [most, sum, first] = [0, 0, 0];
  for (const { start, counts } of minutes) {
    sum += counts.valid ?? 0;
    for (; (minutes[first]?.start ?? start) <= new Date(start.getTime() - length); first += 1) {
      sum -= minutes[first]?.counts.valid ?? 0;
    }
    most = Math.max(most, sum);
  }
  return most;
}

/** How many requests of these minutes were over a limit. */
export function overLimit(minutes: readonly UsageBucketAnswer[]): number {
  return minutes.reduce((sum, { counts }) => sum + (counts.API_KEY_RATE_LIMITED ?? 0), 0);
}
