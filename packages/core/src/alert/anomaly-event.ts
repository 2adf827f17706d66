import type { KeyAnomaly, KeyMeasure } from "../anomaly/key-anomaly.ts";
import { STRETCH } from "../anomaly/watched-key.ts";
import type { KeyRecord } from "../record/record.ts";
import { keyStatus } from "../record/status.ts";
import { type AlertEvent, eventOf } from "./event.ts";

const MINUTE = 60_000;

/** What tells one unusual thing about a key from all others: what was measured, and when it began. */
export function anomalyName({ measure, minute }: Pick<KeyAnomaly, "measure" | "minute">): string {
  return `${measure} ${minute}`;
}

/** Something unusual, as it is told; `null` where its owner knows why. Figures only: never an address. */
export function anomalyEvent(found: KeyAnomaly, record: KeyRecord, now: number): AlertEvent | null {
  const { measure, minute, value, usual, score, message } = found;
  if (keyStatus(record, now) !== "active") return null;
  // That a key which was replaced falls silent is what it was replaced for.
  if (record.replacedById !== null && value < usual.low) return null;
  return eventOf("anomaly", record.id, now, {
    distinct: anomalyName(found),
    seenAt: new Date((minute + STRETCH) * MINUTE),
    details: {
      measure,
      summary: message,
      value: rounded(measure, value),
      usualLow: rounded(measure, usual.low),
      usualHigh: rounded(measure, usual.high),
      score: Math.round(score * 100) / 100,
      from: new Date(minute * MINUTE).toISOString(),
      minutes: STRETCH,
    },
  });
}

/** As the summary has it: whole requests and addresses, shares of errors to a thousandth. */
function rounded(measure: KeyMeasure, value: number): number {
  return measure === "errors" ? Math.round(Math.min(1, value) * 1_000) / 1_000 : Math.round(value);
}
