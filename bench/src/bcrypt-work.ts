import { createHash } from "node:crypto";
import type { Hasher } from "@latchkey/core";
import bcrypt from "bcrypt";

/** The same input and cost as `bcryptHasher` has by default. */
const INPUT = createHash("sha256").update("any key").digest("base64url");
const COST = 10;

/** A hasher with bcrypt's work in every check, and what it was asked. */
export interface BcryptWork extends Hasher {
  /** Checks that have ended. */
  readonly runs: number;
  /** The most that were under way at once. */
  readonly mostAtOnce: number;
}

/**
 * Checks a key by a whole run of bcrypt at cost 10, and makes hashes at once: thousands of keys could
 * not be made otherwise. What each check compares with bcrypt is the same text and hash; whether the
 * key is the right one is told by its SHA-256.
 */
export function bcryptWork(): BcryptWork {
  const bcryptHash = bcrypt.hashSync(INPUT, COST);
  let runs = 0;
  let underWay = 0;
  let mostAtOnce = 0;
  return {
    get runs() {
      return runs;
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    hash: async (key) => instantHash(key),
    async verify(key, hash) {
      underWay += 1;
      mostAtOnce = Math.max(mostAtOnce, underWay);
      const compared = await bcrypt.compare(INPUT, bcryptHash);
      underWay -= 1;
      runs += 1;
      return compared && hash === instantHash(key);
    },
    needsRehash: () => false,
  };
}

/** As long as bcrypt's. */
export function instantHash(key: string): string {
  return `$instant$10$${createHash("sha256").update(key).digest("hex").slice(0, 48)}`;
}

/** Hashes and checks at once. */
export const instantHasher: Hasher = {
  hash: async (key) => instantHash(key),
  verify: async (key, hash) => hash === instantHash(key),
  needsRehash: () => false,
};
