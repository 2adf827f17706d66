import { crc32 } from "node:zlib";
import { ALPHABET, toBase62 } from "./alphabet.ts";

export const CHECKSUM_LENGTH = 6;

/**
 * CRC-32 (zlib's) of the random part in base62: what GitHub's tokens carry. It catches typos,
 * truncated pastes and guesses before any look-up, and lets secret scanners tell real keys. It
 * keeps no secret.
 */
export function checksum(random: string): string {
  return toBase62(crc32(random), CHECKSUM_LENGTH);
}

/** The value of each base62 digit by its character code; -1 for what is none. */
const DIGITS = Int8Array.from({ length: 128 }, (_, code) =>
  ALPHABET.indexOf(String.fromCharCode(code)),
);

/** What a byte does to a CRC-32 (reflected, polynomial 0xEDB88320). */
const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xed_b8_83_20 : 0);
  return crc;
});

/**
 * Whether the end of a text, from `from` on, is base62 and ends with the checksum of what is before it.
 *
 * Says the same as `checksum` without a string of its own and without leaving JavaScript: it is all that
 * guesses and typos cost.
 */
export function endsWithChecksum(text: string, from: number): boolean {
  const end = text.length - CHECKSUM_LENGTH;
  let crc = -1;
  for (let place = from; place < end; place += 1) {
    const code = text.charCodeAt(place);
    if (digit(code) < 0) return false;
    crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ code) & 0xff] ?? 0);
  }
  return valueOf(text, end) === ~crc >>> 0;
}

/** The number that the base62 digits from `from` on say; -1 where there are others among them. */
function valueOf(text: string, from: number): number {
  let value = 0;
  for (let place = from; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (digit(code) < 0) return -1;
    value = value * ALPHABET.length + digit(code);
  }
  return value;
}

function digit(code: number): number {
  return DIGITS[code] ?? -1;
}
