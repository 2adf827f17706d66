import { CHECKSUM_LENGTH, endsWithChecksum } from "./checksum.ts";
import { LOCATOR_LENGTH, SECRET_LENGTH } from "./generate.ts";
import { MAX_PREFIX_LENGTH, isLegalPrefix } from "./prefix.ts";

export interface ParsedKey {
  readonly prefix: string;
  /** What the record is looked up by. */
  readonly start: string;
}

const TAIL_LENGTH = LOCATOR_LENGTH + SECRET_LENGTH + CHECKSUM_LENGTH;

/** Whether a key can be as long as this: a check that costs nothing, before any that does. */
function hasKeyLength(key: string): boolean {
  // Callers without types hand in whatever came; a `null` must be refused like any other non-key.
  if (typeof key !== "string") return false;
  return key.length >= TAIL_LENGTH && key.length <= TAIL_LENGTH + MAX_PREFIX_LENGTH;
}

/** Whether this can be a key by its length and checksum: what is none is nearly always told by that. */
export function resemblesKey(key: string): boolean {
  return hasKeyLength(key) && endsWithChecksum(key, key.length - TAIL_LENGTH);
}

/**
 * Reads a key from the right, since a prefix may hold `_` and `-`. `null` for whatever cannot be a
 * key: wrong length, wrong characters, wrong checksum. Never throws.
 */
export function parseKey(key: string): ParsedKey | null {
  if (!resemblesKey(key)) return null;
  const prefixLength = key.length - TAIL_LENGTH;
  const prefix = key.slice(0, prefixLength);
  if (!isLegalPrefix(prefix)) return null;
  return { prefix, start: key.slice(0, prefixLength + LOCATOR_LENGTH) };
}
