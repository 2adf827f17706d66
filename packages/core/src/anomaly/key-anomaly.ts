import type { UsualRange } from "./detector.ts";

/** What is watched about a key. */
export type KeyMeasure = "requests" | "errors" | "newAddresses";

/** Something unusual about a key, in figures that its owner can judge. */
export interface KeyAnomaly {
  readonly keyId: string;
  readonly measure: KeyMeasure;
  /** When the five minutes began, in minutes since 1970. */
  readonly minute: number;
  /** Requests or addresses in five minutes; for errors their share of requests, from 0 to 1. */
  readonly value: number;
  readonly usual: UsualRange;
  /** From 0.5 to 1. */
  readonly score: number;
  /** One sentence. */
  readonly message: string;
}

/** "412 requests in 5 minutes where 20 to 60 are usual." */
export function sentenceOf(measure: KeyMeasure, value: number, usual: UsualRange): string {
  if (measure === "errors") {
    return `${percent(value)} of requests failed where ${rangeOf(usual, percent)} is usual.`;
  }
  const noun = measure === "requests" ? "request" : "new address";
  const plural = measure === "requests" ? "requests" : "new addresses";
  const count = Math.round(value);
  return `${count} ${count === 1 ? noun : plural} in 5 minutes where ${rangeOf(usual, whole)} ${
    whole(usual.high) === "1" && whole(usual.low) === "1" ? "is" : "are"
  } usual.`;
}

function rangeOf({ low, high }: UsualRange, text: (value: number) => string): string {
  return text(low) === text(high) ? text(low) : `${text(low)} to ${text(high)}`;
}

const whole = (value: number) => String(Math.round(value));
const percent = (value: number) => `${Math.round(Math.min(1, value) * 100)} %`;
