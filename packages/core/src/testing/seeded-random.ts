import { createHash } from "node:crypto";
import type { RandomSource } from "../port/random.ts";

/** The same bytes for the same seed, evenly spread: SHA-256 in counter mode. For tests only. */
export function seededRandom(seed: string): RandomSource {
  let block = 0;
  let left = Buffer.alloc(0);
  return {
    bytes(length) {
      while (left.length < length) {
        left = Buffer.concat([left, createHash("sha256").update(`${seed}:${block}`).digest()]);
        block += 1;
      }
      const drawn = left.subarray(0, length);
      left = left.subarray(length);
      return drawn;
    },
  };
}
