import { KeyOperationError } from "../code/operation-error.ts";

export const MAX_NAME_LENGTH = 100;

// Control characters, line and paragraph separators, halves of surrogate pairs (which databases refuse
// or replace), and what reorders text (so that one name cannot be made to look like another).
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/**
 * A name as it is stored: trimmed, 1 to 100 characters unless told otherwise, on one line.
 *
 * @throws {KeyOperationError} `INVALID_NAME_LENGTH` or `INVALID_NAME`.
 */
export function normalizeName(
  name: string,
  { minLength = 1, maxLength = MAX_NAME_LENGTH }: { minLength?: number; maxLength?: number } = {},
): string {
  const trimmed = name.trim();
  const { length } = trimmed;
  if (length < minLength || length > maxLength) {
    throw new KeyOperationError(
      "INVALID_NAME_LENGTH",
      `The name has ${length} characters; ${minLength} to ${maxLength} are allowed.`,
    );
  }
  if (FORBIDDEN.test(trimmed)) {
    throw new KeyOperationError(
      "INVALID_NAME",
      "The name may not hold control characters, line breaks or characters that change the direction of text.",
    );
  }
  return trimmed;
}
