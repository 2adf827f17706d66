import type { ApiKey } from "@latchkey/better-auth/client";
import { isReplaced } from "../rotation.ts";

export type LifetimeMark = "created" | "rotate" | "now" | "end";

/** A moment in the life of a key, at a share of it from 0 to 1. */
export interface LifetimePoint {
  readonly mark: LifetimeMark;
  readonly at: Date;
  readonly share: number;
}

/**
 * The life of a key as a line from its creation to its end, or, for one without an end, to when it is due
 * to be rotated. `null` for one that has neither: there is no line to draw.
 */
export function lifetimeOf(
  key: Pick<
    ApiKey,
    "createdAt" | "expiresAt" | "revokedAt" | "rotateAt" | "replacedById" | "replacesId"
  >,
  now: number,
): readonly LifetimePoint[] | null {
  const { createdAt } = key;
  // One that was replaced is not to be rotated again.
  const rotateAt = isReplaced(key) ? null : (key.rotateAt ?? null);
  const end = key.revokedAt ?? key.expiresAt;
  const last = Math.max(end?.getTime() ?? 0, rotateAt?.getTime() ?? 0);
  const length = last - createdAt.getTime();
  if (length <= 0) return null;
  const point = (mark: LifetimeMark, at: Date): LifetimePoint => ({
    mark,
    at,
    share: (at.getTime() - createdAt.getTime()) / length,
  });
  const points = [
    point("created", createdAt),
    ...(rotateAt === null ? [] : [point("rotate", rotateAt)]),
    point("now", new Date(Math.min(now, last))),
    ...(end === null ? [] : [point("end", end)]),
  ];
  return points.toSorted((a, b) => a.share - b.share);
}
