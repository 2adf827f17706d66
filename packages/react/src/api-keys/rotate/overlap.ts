import type { Overlaps } from "../../client/key-policy.ts";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;
const PRESETS: readonly number[] = [0, HOUR, DAY, 7 * DAY];

/** The overlaps to choose from, in seconds: those that are allowed, the default always among them. */
export function overlapChoices({ defaultOverlap, maxOverlap }: Overlaps): number[] {
  const allowed = PRESETS.filter((overlap) => overlap <= maxOverlap && overlap !== defaultOverlap);
  return [...allowed, defaultOverlap].toSorted((one, other) => one - other);
}

/** When a key stops working that is replaced at `now`: after the overlap, or sooner by its own expiry. */
export function overlapEnd(expiresAt: Date | null, overlap: number, now: number): Date {
  const end = now + overlap * 1000;
  return new Date(expiresAt === null ? end : Math.min(end, expiresAt.getTime()));
}
