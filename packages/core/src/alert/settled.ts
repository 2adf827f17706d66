import { keyStatus } from "../record/status.ts";
import type { StoredAlert } from "./alert.ts";
import type { AlertSettings } from "./alert-options.ts";
import { type Looked, dueEvents } from "./due.ts";
import { eventName } from "./event.ts";

/** How long nothing unusual must have been seen for an anomaly to be over. */
const ANOMALY_QUIET = 24 * 60 * 60 * 1_000;

/**
 * Whether the cause of an open alert is gone.
 *
 * @param looked the key; `null` where there is none any more, and nothing left to do about it.
 */
export function isSettled(
  alert: Pick<StoredAlert, "kind" | "event" | "lastSeenAt">,
  looked: Looked | null,
  settings: AlertSettings,
  now: number,
): boolean {
  if (looked === null) return true;
  const status = keyStatus(looked.record, now);
  const hasEnded = status === "revoked" || status === "expired";
  const isQuietFor = (duration: number) => alert.lastSeenAt.getTime() + duration <= now;
  switch (alert.kind) {
    case "expiring":
    case "rotation-due":
    case "predecessor-in-use":
      return !dueEvents(looked, settings, now).some((event) => eventName(event) === alert.event);
    case "ended-key-tried":
      return !hasEnded || isQuietFor(settings.quietAfter);
    case "error-rate":
      return hasEnded || isQuietFor(settings.errorRate.quietAfter);
    case "anomaly":
      return hasEnded || isQuietFor(ANOMALY_QUIET);
    case "leaked":
      return hasEnded;
  }
}
