/** Base62 in the order that GitHub's token checksums use. */
export const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `value` in base62, most significant digit first, left-padded with `0`. */
export function toBase62(value: number, length: number): string {
  let rest = value;
  let digits = "";
  while (rest > 0) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits.padStart(length, "0");
}
