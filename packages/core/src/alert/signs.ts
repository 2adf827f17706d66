import type { Outcome } from "../code/outcome-codes.ts";
import type { CountedUsage } from "../port/usage-store.ts";
import type { KeyRecord } from "../record/record.ts";
import { keyStatus } from "../record/status.ts";
import { type UsageCounts, seenOutcomes } from "../usage/counts.ts";
import type { AlertSettings } from "./alert-options.ts";
import { type AlertEvent, dayOf, eventOf } from "./event.ts";

const MINUTE = 60_000;

/** Of ended keys: told as such, and no error of theirs. */
const ENDED = ["API_KEY_EXPIRED", "API_KEY_REVOKED"] as const satisfies readonly Outcome[];

/** Refusals that are worth telling when there are many: neither those of ended keys nor outages. */
export const ERRORS = [
  "API_KEY_INVALID",
  "API_KEY_DISABLED",
  "API_KEY_FORBIDDEN",
  "API_KEY_RATE_LIMITED",
  "API_KEY_QUOTA_EXCEEDED",
] as const satisfies readonly Outcome[];

/** What makes a key worth looking at, by its usage. */
export const TELLING: readonly Outcome[] = [...ENDED, ...ERRORS];

/** The usage of one key by the minute, in the period that is looked at. */
export interface RecentUsage {
  readonly record: KeyRecord;
  readonly minutes: readonly CountedUsage[];
}

/** That an ended key was tried; `null` where it was not, or has not ended. Once a day at most. */
export function endedKeyTried(
  { record, minutes }: RecentUsage,
  settings: AlertSettings,
  now: number,
): AlertEvent | null {
  const status = keyStatus(record, now);
  if (status !== "expired" && status !== "revoked") return null;
  const endedAt = status === "revoked" ? record.revokedAt : record.expiresAt;
  const count = triesIn(minutes);
  const last = minutes.findLast(({ counts }) => sum(counts, ENDED) > 0);
  if (last === undefined || endedAt === null || !settings.kinds.has("ended-key-tried")) return null;
  return eventOf("ended-key-tried", record.id, now, {
    distinct: `${status} ${endedAt.getTime()} ${dayOf(now)}`,
    seenAt: endOf(last.start),
    count,
    details: { status, endedAt: endedAt.toISOString() },
  });
}

/** How often an ended key was tried in these minutes. */
export function triesIn(minutes: readonly CountedUsage[]): number {
  return minutes.reduce((total, { counts }) => total + sum(counts, ENDED), 0);
}

/** How many requests were refused in these minutes. */
export function errorsIn(minutes: readonly CountedUsage[]): number {
  return minutes.reduce((total, { counts }) => total + sum(counts, ERRORS), 0);
}

/** A share of requests that were refused. */
export interface ErrorRatio {
  readonly requests: number;
  readonly refused: number;
  readonly ratio: number;
}

export const NO_ERRORS: ErrorRatio = { requests: 0, refused: 0, ratio: 0 };

export function errorRatio(minutes: readonly CountedUsage[]): ErrorRatio {
  const refused = errorsIn(minutes);
  const requests = minutes.reduce((total, { counts }) => total + (counts.valid ?? 0), refused);
  return requests === 0 ? NO_ERRORS : { requests, refused, ratio: refused / requests };
}

/** Whether so many requests are refused that the day before is worth comparing with. */
export function isSuspicious(
  { requests, ratio }: ErrorRatio,
  { errorRate, kinds }: AlertSettings,
): boolean {
  return (
    kinds.has("error-rate") && requests >= errorRate.minRequests && ratio >= errorRate.threshold
  );
}

/** That more of a key's requests are refused than used to be; `null` where that is as usual. Once a day at most. */
export function errorRateJump(
  { record, minutes }: RecentUsage,
  before: ErrorRatio,
  settings: AlertSettings,
  now: number,
): AlertEvent | null {
  const current = errorRatio(minutes);
  const { factor, window } = settings.errorRate;
  if (!isSuspicious(current, settings) || current.ratio < factor * before.ratio) return null;
  const last = minutes.findLast(({ counts }) => sum(counts, ERRORS) > 0);
  return eventOf("error-rate", record.id, now, {
    distinct: dayOf(now),
    seenAt: endOf(last?.start ?? new Date(now)),
    count: current.refused,
    details: {
      ...current,
      ratio: rounded(current.ratio),
      ratioBefore: rounded(before.ratio),
      window: window / 1_000,
      refusals: refusalsOf(minutes),
    },
  });
}

/** How often each refusal was seen in these minutes. */
function refusalsOf(minutes: readonly CountedUsage[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const [outcome, seen] of minutes.flatMap(({ counts }) => seenOutcomes(counts))) {
    if (outcome !== "valid") totals[outcome] = (totals[outcome] ?? 0) + seen;
  }
  return totals;
}

function sum(counts: UsageCounts, outcomes: readonly Outcome[]): number {
  return outcomes.reduce((total, outcome) => total + (counts[outcome] ?? 0), 0);
}

function endOf(start: Date): Date {
  return new Date(start.getTime() + MINUTE);
}

function rounded(ratio: number): number {
  return Math.round(ratio * 1_000) / 1_000;
}
