import { createHash } from "node:crypto";
import bcrypt from "bcrypt";
import type { Hasher } from "../port/hasher.ts";

export const DEFAULT_BCRYPT_COST = 10;

const MIN_COST = 4;
/** Two seconds a run. What costs more than that is a mistake, in the options as in a record. */
const MAX_COST = 15;
const BCRYPT_HASH = /^\$2[ab]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/**
 * bcrypt of base64url(SHA-256(key)), on the thread pool.
 *
 * SHA-256 comes first because bcrypt reads 72 bytes and no more: with a long prefix the end of the
 * secret would not count. The 43 characters of the digest always fit, and hold no NUL.
 *
 * bcrypt's slowness buys no security here: the secret has 190 bits, and an ordinary hash is accepted
 * from 112 on (NIST SP 800-63B, OWASP ASVS 5.0 11.5.1). It is what the contract asks for and what
 * auditors look for; the verifier sees to it that it runs once per key and process.
 *
 * @param options.cost log2 of the rounds, 4 to 15; 10 by default.
 * @throws {RangeError} for a cost outside those bounds.
 */
export function bcryptHasher({ cost = DEFAULT_BCRYPT_COST }: { cost?: number } = {}): Hasher {
  if (!Number.isInteger(cost) || cost < MIN_COST || cost > MAX_COST) {
    throw new RangeError(
      `The bcrypt cost is ${cost}; it must be a whole number from ${MIN_COST} to ${MAX_COST}.`,
    );
  }
  return {
    hash: (key) => bcrypt.hash(digest(key), cost),
    verify: async (key, hash) => isReadable(hash) && (await bcrypt.compare(digest(key), hash)),
    needsRehash: (hash) => costOf(hash) !== cost,
  };
}

function isReadable(hash: string): boolean {
  const cost = costOf(hash);
  return cost >= MIN_COST && cost <= MAX_COST;
}

/** `NaN` for what is no bcrypt hash. */
function costOf(hash: string): number {
  return Number(BCRYPT_HASH.exec(hash)?.[1]);
}

function digest(key: string): string {
  return createHash("sha256").update(key, "utf8").digest("base64url");
}
