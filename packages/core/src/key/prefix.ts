import { KeyOperationError } from "../code/operation-error.ts";

export const MAX_PREFIX_LENGTH = 32;

const LEGAL_PREFIX = /^[A-Za-z0-9_-]*$/;

/** Whether a key may begin with this: 0 to 32 characters of `[A-Za-z0-9_-]`. */
export function isLegalPrefix(prefix: string): boolean {
  return prefix.length <= MAX_PREFIX_LENGTH && LEGAL_PREFIX.test(prefix);
}

/** @throws {KeyOperationError} `INVALID_PREFIX_LENGTH` or `INVALID_PREFIX`. */
export function assertPrefix(prefix: string): void {
  if (prefix.length > MAX_PREFIX_LENGTH) {
    throw new KeyOperationError(
      "INVALID_PREFIX_LENGTH",
      `The prefix has ${prefix.length} characters; at most ${MAX_PREFIX_LENGTH} are allowed.`,
    );
  }
  if (!LEGAL_PREFIX.test(prefix)) {
    throw new KeyOperationError(
      "INVALID_PREFIX",
      "The prefix may hold letters A-Z and a-z, digits, _ and - only.",
    );
  }
}
