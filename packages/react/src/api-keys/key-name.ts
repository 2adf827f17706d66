import type { NameRules } from "../client/key-policy.ts";

export type NameProblem = "missing" | "too-short" | "too-long";

/** Counted in UTF-16 units after outer space is dropped, as the server counts. No name at all is allowed where none is required. */
export function nameProblem(name: string, rules: NameRules): NameProblem | null {
  const { length } = name.trim();
  if (length === 0) return rules.required ? "missing" : null;
  if (length < rules.minLength) return "too-short";
  return length > rules.maxLength ? "too-long" : null;
}
