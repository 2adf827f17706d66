import { type RandomSource, generateKey, systemRandom } from "@latchkey/core";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LOCATOR_LENGTH = 8;

/** Well-formed keys with this `start`, each with another secret, none of them right. */
export function forgeries(start: string, count: number): string[] {
  const locator = Array.from(start.slice(-LOCATOR_LENGTH), (each) => ALPHABET.indexOf(each));
  // The characters of a key are drawn from these bytes, the locator first.
  const random: RandomSource = {
    bytes(length) {
      const bytes = systemRandom.bytes(length);
      bytes.set(locator);
      return bytes;
    },
  };
  const prefix = start.slice(0, -LOCATOR_LENGTH);
  const forged: string[] = [];
  while (forged.length < count) {
    const made = generateKey(prefix, random);
    if (made.start === start) forged.push(made.key);
  }
  return forged;
}
