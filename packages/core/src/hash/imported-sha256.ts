import { timingSafeEqual } from "node:crypto";
import type { Hasher } from "../port/hasher.ts";
import { isSha256, sha256Of } from "./sha256.ts";

/**
 * The same hasher, which also verifies keys by a bare SHA-256 that came from elsewhere, and wants each
 * hashed anew. At once: the result takes no turn of a bounded hasher.
 */
export function withSha256(hasher: Hasher): Hasher {
  return {
    hash: (key) => hasher.hash(key),
    async verify(key, stored) {
      if (isSha256(stored) && isEqual(sha256Of(key), stored)) return true;
      return hasher.verify(key, stored);
    },
    needsRehash: (stored) => isSha256(stored) || hasher.needsRehash(stored),
  };
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
