import { crc32 } from "node:zlib";
import { toBase62 } from "./alphabet.ts";

export const CHECKSUM_LENGTH = 6;

/**
 * CRC-32 (zlib's) of the random part in base62: what GitHub's tokens carry. It catches typos,
 * truncated pastes and guesses before any look-up, and lets secret scanners tell real keys. It
 * keeps no secret.
 */
export function checksum(random: string): string {
  return toBase62(crc32(random), CHECKSUM_LENGTH);
}
