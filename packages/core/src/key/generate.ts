import type { RandomSource } from "../port/random.ts";
import { ALPHABET } from "./alphabet.ts";
import { checksum } from "./checksum.ts";

/** Public part of the random string: stored in clear as the end of `start`. */
export const LOCATOR_LENGTH = 8;
/** 32 base62 characters: 190 bits. */
export const SECRET_LENGTH = 32;

export interface GeneratedKey {
  readonly key: string;
  readonly start: string;
}

/**
 * A new key: `[prefix][8 locator][32 secret][6 checksum]`. The prefix must be legal
 * (see `assertPrefix`).
 */
export function generateKey(prefix: string, random: RandomSource): GeneratedKey {
  const drawn = drawCharacters(LOCATOR_LENGTH + SECRET_LENGTH, random);
  return {
    key: prefix + drawn + checksum(drawn),
    start: prefix + drawn.slice(0, LOCATOR_LENGTH),
  };
}

// The largest multiple of 62 that a byte can reach: what lies above would favour the first characters.
const UNBIASED_BYTES = 256 - (256 % ALPHABET.length);

function drawCharacters(length: number, random: RandomSource): string {
  let characters = "";
  while (characters.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte >= UNBIASED_BYTES) continue;
      characters += ALPHABET.charAt(byte % ALPHABET.length);
      if (characters.length === length) break;
    }
  }
  return characters;
}
