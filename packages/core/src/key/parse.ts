import { CHECKSUM_LENGTH, checksum } from "./checksum.ts";
import { LOCATOR_LENGTH, SECRET_LENGTH } from "./generate.ts";
import { MAX_PREFIX_LENGTH, isLegalPrefix } from "./prefix.ts";

export interface ParsedKey {
  readonly prefix: string;
  /** What the record is looked up by. */
  readonly start: string;
}

const RANDOM_LENGTH = LOCATOR_LENGTH + SECRET_LENGTH;
const TAIL_LENGTH = RANDOM_LENGTH + CHECKSUM_LENGTH;
const BASE62 = /^[0-9A-Za-z]+$/;

/** Whether a key can be as long as this: a check that costs nothing, before any that does. */
export function hasKeyLength(key: string): boolean {
  // Callers without types hand in whatever came; a `null` must be refused like any other non-key.
  if (typeof key !== "string") return false;
  return key.length >= TAIL_LENGTH && key.length <= TAIL_LENGTH + MAX_PREFIX_LENGTH;
}

/**
 * Reads a key from the right, since a prefix may hold `_` and `-`. `null` for whatever cannot be a
 * key: wrong length, wrong characters, wrong checksum. Never throws.
 */
export function parseKey(key: string): ParsedKey | null {
  if (!hasKeyLength(key)) return null;
  const prefixLength = key.length - TAIL_LENGTH;
  const random = key.slice(prefixLength, prefixLength + RANDOM_LENGTH);
  if (!BASE62.test(random)) return null;
  if (checksum(random) !== key.slice(prefixLength + RANDOM_LENGTH)) return null;
  const prefix = key.slice(0, prefixLength);
  if (!isLegalPrefix(prefix)) return null;
  return { prefix, start: key.slice(0, prefixLength + LOCATOR_LENGTH) };
}
