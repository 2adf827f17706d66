import { sha256Of } from "../hash/sha256.ts";

/** What is presented is looked up as a key of another system up to this length, in characters. */
export const MAX_FOREIGN_LENGTH = 512;

/** Bounds of the `start` that a record with nothing but a start and a bcrypt hash is found by, in characters. */
export const MIN_START_LENGTH = 4;
export const MAX_START_LENGTH = 32;

const LOOKUP_LENGTH = 10;
/** Before a start that serves as look-up: no digest in base64url begins so. */
const START_MARK = "~";

/** What a key of another system is found by: nothing that could be read off the key itself. */
export interface Fingerprint {
  /** SHA-256, base64url: what is stored in place of our hash until the key is first used. */
  readonly digest: string;
  /** The beginning of that: what is stored beside our hash afterwards. */
  readonly lookup: string;
  /** All that may be in the record's `lookup`. */
  readonly lookups: readonly string[];
}

/** Whether what was presented is worth looking up as a key of another system. */
export function canBeForeign(key: string): boolean {
  if (typeof key !== "string") return false;
  // Half a surrogate pair would be hashed as any other half is.
  return key.length > 0 && key.length <= MAX_FOREIGN_LENGTH && key.isWellFormed();
}

export function fingerprintOf(key: string): Fingerprint {
  const digest = sha256Of(key);
  const lookup = lookupByDigest(digest);
  const lookups = [lookup];
  for (let end = MIN_START_LENGTH; end <= Math.min(MAX_START_LENGTH, key.length); end += 1) {
    lookups.push(lookupByStart(key.slice(0, end)));
  }
  return { digest, lookup, lookups };
}

/** The `lookup` of a record whose key is known by its SHA-256, in base64url: 60 bits of it. */
export function lookupByDigest(digest: string): string {
  return digest.slice(0, LOOKUP_LENGTH);
}

/** The `lookup` of a record of which nothing is known but how the key begins. */
export function lookupByStart(start: string): string {
  return START_MARK + start;
}
