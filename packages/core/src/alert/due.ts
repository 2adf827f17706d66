import { type KeyPolicy, rotationDue } from "../policy/key-policy.ts";
import type { KeyRecord } from "../record/record.ts";
import { keyStatus } from "../record/status.ts";
import type { AlertSeverity } from "./alert.ts";
import type { AlertSettings } from "./alert-options.ts";
import { type AlertEvent, eventOf } from "./event.ts";

export const DAY = 24 * 60 * 60 * 1_000;

/** An old key is warned about at least this long before it ends, however short the overlap: more than two looks apart. */
export const LEAST_OVERLAP_ENDING = 35 * 60 * 1_000;

/** What is known of a key. */
export interface Looked {
  readonly record: KeyRecord;
  /** Of its configuration; `undefined` where that is not configured any more. */
  readonly policy: KeyPolicy | undefined;
  /** When it was replaced, where it was. */
  readonly replacedAt: Date | null;
}

/** What a key's record alone gives reason to tell, now. Decides, and does nothing. */
export function dueEvents(looked: Looked, settings: AlertSettings, now: number): AlertEvent[] {
  const { record } = looked;
  const status = keyStatus(record, now);
  if (status === "revoked" || status === "expired") return [];
  const events =
    record.replacedById === null
      ? [expiring(record, settings, now), rotation(looked, now)]
      : [predecessor(looked, settings, now)];
  return events.flatMap((event) =>
    event !== null && settings.kinds.has(event.kind) ? [event] : [],
  );
}

/**
 * The narrowest threshold that has been reached. One that lies before the key's own creation tells its
 * owner nothing: they have just decided on it.
 */
function expiring(
  { id, expiresAt, createdAt }: KeyRecord,
  { expiringDays }: AlertSettings,
  now: number,
): AlertEvent | null {
  if (expiresAt === null) return null;
  const end = expiresAt.getTime();
  const days = expiringDays.find((each) => end - now <= each * DAY);
  if (days === undefined || end - days * DAY <= createdAt.getTime()) return null;
  return eventOf("expiring", id, now, {
    distinct: `${days} ${end}`,
    severity: urgency(days),
    details: { days, expiresAt: expiresAt.toISOString() },
  });
}

function urgency(days: number): AlertSeverity {
  if (days <= 1) return "critical";
  return days <= 7 ? "warning" : "info";
}

function rotation({ record, policy }: Looked, now: number): AlertEvent | null {
  const due = policy === undefined ? null : rotationDue(policy, record);
  if (due === null || due.getTime() > now) return null;
  const { id, environment, createdAt } = record;
  return eventOf("rotation-due", id, now, {
    distinct: String(due.getTime()),
    details: { dueAt: due.toISOString(), createdAt: createdAt.toISOString(), environment },
  });
}

function predecessor(looked: Looked, settings: AlertSettings, now: number): AlertEvent | null {
  const { record, replacedAt } = looked;
  const { id, expiresAt, lastRequest, replacedById } = record;
  if (expiresAt === null || lastRequest === null || replacedAt === null) return null;
  const end = expiresAt.getTime();
  const overlap = Math.max(end - replacedAt.getTime(), 0);
  const ending = Math.min(settings.overlapEnding, Math.max(overlap / 4, LEAST_OVERLAP_ENDING));
  const used = lastRequest.getTime();
  if (end - now > ending || used <= replacedAt.getTime() || used < now - ending) return null;
  return eventOf("predecessor-in-use", id, now, {
    distinct: `${replacedById ?? ""} ${end}`,
    seenAt: lastRequest,
    details: {
      expiresAt: expiresAt.toISOString(),
      lastRequest: lastRequest.toISOString(),
      replacedById,
    },
  });
}
