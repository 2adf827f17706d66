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

/**
 * What a byte does to a CRC-32 (reflected, polynomial 0xEDB88320): one table for each of four bytes that
 * are taken at once ("slicing by four"), the last byte's first.
 */
const TABLES = Array.from({ length: 4 }, () => new Int32Array(256));
const [T0, T1, T2, T3] = TABLES as [Int32Array, Int32Array, Int32Array, Int32Array];
for (let byte = 0; byte < 256; byte += 1) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xed_b8_83_20 : 0);
  T0[byte] = crc;
}
for (let byte = 0; byte < 256; byte += 1) {
  for (const [index, table] of TABLES.slice(1).entries()) {
    const before = at(TABLES[index] ?? T0, byte);
    table[byte] = (before >>> 8) ^ at(T0, before);
  }
}

/**
 * Whether the end of a text, from `from` on, is base62 and ends with the checksum of what is before it.
 *
 * Says the same as `checksum` without a string of its own and without leaving JavaScript: it is all that
 * guesses and typos cost.
 */
export function endsWithChecksum(text: string, from: number): boolean {
  const end = text.length - CHECKSUM_LENGTH;
  let crc = -1;
  let place = from;
  for (; place + 4 <= end; place += 4) {
    const [a, b] = [text.charCodeAt(place), text.charCodeAt(place + 1)];
    const [c, d] = [text.charCodeAt(place + 2), text.charCodeAt(place + 3)];
    if ((a | b | c | d) > 127 || (digit(a) | digit(b) | digit(c) | digit(d)) < 0) return false;
    crc ^= a | (b << 8) | (c << 16) | (d << 24);
    crc = at(T3, crc) ^ at(T2, crc >>> 8) ^ at(T1, crc >>> 16) ^ at(T0, crc >>> 24);
  }
  for (; place < end; place += 1) {
    const code = text.charCodeAt(place);
    if (code > 127 || digit(code) < 0) return false;
    crc = (crc >>> 8) ^ at(T0, crc ^ code);
  }
  return valueOf(text, end) === ~crc >>> 0;
}

/** The number that the base62 digits from `from` on say; -1 where there are others among them. */
function valueOf(text: string, from: number): number {
  let value = 0;
  for (let place = from; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code > 127 || digit(code) < 0) return -1;
    value = value * ALPHABET.length + digit(code);
  }
  return value;
}

function digit(code: number): number {
  return DIGITS[code] ?? -1;
}

function at(table: Int32Array, index: number): number {
  return table[index & 0xff] ?? 0;
}
