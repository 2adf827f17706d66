import type { Localization } from "../../localization/localization.ts";
import type { OutcomeGroup } from "./usage-steps.ts";

const GROUPS = {
  served: "USAGE_SERVED",
  limited: "USAGE_LIMITED",
  refused: "USAGE_REFUSED",
  unavailable: "USAGE_UNAVAILABLE",
} as const satisfies Record<OutcomeGroup, keyof Localization>;

export function groupText(group: OutcomeGroup, text: Localization): string {
  return text[GROUPS[group]];
}

const OUTCOMES: ReadonlyMap<
  string,
  | "OUTCOME_VALID"
  | "OUTCOME_INVALID"
  | "OUTCOME_EXPIRED"
  | "OUTCOME_REVOKED"
  | "OUTCOME_DISABLED"
  | "OUTCOME_FORBIDDEN"
  | "OUTCOME_RATE_LIMITED"
  | "OUTCOME_QUOTA_EXCEEDED"
  | "OUTCOME_UNAVAILABLE"
> = new Map([
  ["valid", "OUTCOME_VALID"],
  ["API_KEY_INVALID", "OUTCOME_INVALID"],
  ["API_KEY_EXPIRED", "OUTCOME_EXPIRED"],
  ["API_KEY_REVOKED", "OUTCOME_REVOKED"],
  ["API_KEY_DISABLED", "OUTCOME_DISABLED"],
  ["API_KEY_FORBIDDEN", "OUTCOME_FORBIDDEN"],
  ["API_KEY_RATE_LIMITED", "OUTCOME_RATE_LIMITED"],
  ["API_KEY_QUOTA_EXCEEDED", "OUTCOME_QUOTA_EXCEEDED"],
  ["API_KEY_UNAVAILABLE", "OUTCOME_UNAVAILABLE"],
]);

/** What a newer server calls by a code that is not known here is told by that code. */
export function outcomeText(outcome: string, text: Localization): string {
  const name = OUTCOMES.get(outcome);
  return name === undefined ? outcome : text[name];
}
