import { CHECKSUM_LENGTH } from "../key/checksum.ts";
import { SECRET_LENGTH } from "../key/generate.ts";

/** Bits for each key: one in eight keys that were not seen is taken for one that was, when it is full. */
const BITS_PER_KEY = 8;
/** From the end of a key of ours to the last of the locator's characters that count here. */
const OFFSET = SECRET_LENGTH + CHECKSUM_LENGTH + 1;
const BASE = 61;

/**
 * A number that tells most keys apart by four characters of their locator: of what everybody may see, so
 * that however long it takes to look for it, nothing of the secret is told.
 */
export function startMark(key: string): number {
  // A key from elsewhere that is shorter has what this makes of no number, which is as good as any.
  const last = key.length - OFFSET;
  let mark = key.charCodeAt(last);
  for (let place = last - 1; place > last - 4; place -= 1) {
    mark = Math.imul(mark, BASE) + key.charCodeAt(place);
  }
  return mark | 0;
}

/** Which marks were seen: never says no to one that was, and yes to some that were not. */
export class SeenStarts {
  readonly #bits: Uint8Array;
  readonly #mask: number;

  constructor(capacity: number) {
    const bytes = 2 ** Math.ceil(Math.log2(Math.max(8, (capacity * BITS_PER_KEY) / 8)));
    this.#bits = new Uint8Array(bytes);
    this.#mask = bytes - 1;
  }

  add(mark: number): void {
    const at = (mark >>> 3) & this.#mask;
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (mark & 7));
  }

  has(mark: number): boolean {
    return (((this.#bits[(mark >>> 3) & this.#mask] ?? 0) >>> (mark & 7)) & 1) === 1;
  }
}
