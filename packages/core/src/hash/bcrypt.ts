import bcrypt from "bcrypt";
import type { Hasher } from "../port/hasher.ts";
import { MAX_BCRYPT_COST, MIN_BCRYPT_COST, bcryptCost, isAffordable } from "./bcrypt-cost.ts";
import { sha256Of } from "./sha256.ts";

export const DEFAULT_BCRYPT_COST = 10;

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
  if (!Number.isInteger(cost) || cost < MIN_BCRYPT_COST || cost > MAX_BCRYPT_COST) {
    throw new RangeError(
      `The bcrypt cost is ${cost}; it must be a whole number from ${MIN_BCRYPT_COST} to ${MAX_BCRYPT_COST}.`,
    );
  }
  return {
    hash: (key) => bcrypt.hash(sha256Of(key), cost),
    verify: async (key, hash) =>
      isAffordable(bcryptCost(hash)) && (await bcrypt.compare(sha256Of(key), hash)),
    needsRehash: (hash) => bcryptCost(hash) !== cost,
  };
}
