import { CHECKSUM_LENGTH } from "../key/checksum.ts";
import { SECRET_LENGTH } from "../key/generate.ts";

/** From the end of a key of ours to the last of the locator's characters that count here. */
const OFFSET = SECRET_LENGTH + CHECKSUM_LENGTH + 1;
const BASE = 61;

/**
 * A number that tells keys of ours apart by the last six characters of their locator: by what everybody may
 * see, so that however long it takes to look for it, nothing of the secret is told. Of a million keys, one
 * in 10,000 has its number in common with another.
 */
export function startMark(key: string): number {
  const last = key.length - OFFSET;
  // What is too short for a key of ours has this made of no number, which is as good as any.
  let mark = key.charCodeAt(last);
  for (let place = last - 1; place > last - 6; place -= 1) {
    mark = Math.imul(mark, BASE) + key.charCodeAt(place);
  }
  return mark | 0;
}
