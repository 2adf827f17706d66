import { KeyOperationError } from "../code/operation-error.ts";
import { MAX_NAME_LENGTH, normalizeName } from "../record/name.ts";

/** What names keys may have. Lengths in characters (UTF-16), after surrounding space is dropped. */
export interface NamePolicy {
  /** 1 by default. */
  readonly minLength?: number | undefined;
  /** 100 by default; 255 at most. */
  readonly maxLength?: number | undefined;
  /** Whether a new key must have one. `false` by default. */
  readonly required?: boolean | undefined;
}

/** What the column of names holds on every database. */
export const LONGEST_NAME = 255;

/** A policy with nothing left to defaults. */
export type NameRules = { readonly [Rule in keyof NamePolicy]-?: NonNullable<NamePolicy[Rule]> };

export function nameRules(policy: NamePolicy = {}): NameRules {
  const { minLength = 1, maxLength = Math.max(MAX_NAME_LENGTH, minLength) } = policy;
  return { minLength, maxLength, required: policy.required ?? false };
}

/** What is wrong with a policy, as a sentence; `null` if nothing is. */
export function nameFault(policy: NamePolicy | undefined): string | null {
  const { minLength, maxLength } = nameRules(policy);
  const bounded = minLength >= 1 && minLength <= maxLength && maxLength <= LONGEST_NAME;
  return Number.isInteger(minLength) && Number.isInteger(maxLength) && bounded
    ? null
    : `The lengths of names must be whole numbers from 1 to ${LONGEST_NAME}, the shortest no longer than the longest.`;
}

/**
 * The name of a new key, as it is stored.
 *
 * @throws {KeyOperationError} `NAME_REQUIRED`, or as `nameUnder`.
 */
export function nameOfNewKey(
  policy: NamePolicy | undefined,
  name: string | null | undefined,
): string | null {
  if (name !== undefined && name !== null) return nameUnder(policy, name);
  if (nameRules(policy).required) throw new KeyOperationError("NAME_REQUIRED");
  return null;
}

/** @throws {KeyOperationError} `INVALID_NAME_LENGTH` or `INVALID_NAME`. */
export function nameUnder(policy: NamePolicy | undefined, name: string): string {
  return normalizeName(name, nameRules(policy));
}
