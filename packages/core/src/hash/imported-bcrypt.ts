import bcrypt from "bcrypt";
import type { Hasher } from "../port/hasher.ts";
import { bcryptCost, isAffordable } from "./bcrypt-cost.ts";

/** What bcrypt reads of its input, in bytes. The rest of a longer key would not count. */
export const RAW_BCRYPT_LIMIT = 72;

/** Tells bcrypt of the key itself from ours, which is of the key's SHA-256. */
const MARK = "raw-bcrypt:";

/** bcrypt of a key itself, as it is stored. `hash` is `$2a$…`, `$2b$…` or `$2y$…`. */
export function rawBcrypt(hash: string): string {
  return MARK + hash;
}

/** Whether a stored hash is bcrypt of a key itself. */
export function isRawBcrypt(stored: string): boolean {
  return stored.startsWith(MARK);
}

/** Whether this is a hash that `rawBcrypt` takes, and that can be checked in a time that is bearable. */
export function isBcryptHash(hash: string): boolean {
  return isAffordable(bcryptCost(renamed(hash)));
}

/**
 * The same hasher, which also verifies keys by bcrypt of the key itself that came from elsewhere, and
 * wants each hashed anew.
 *
 * Only keys of at most 72 bytes: of a longer one bcrypt has seen the beginning alone, and any other
 * key that begins so would pass. A key that holds a NUL is refused too, since implementations end there.
 */
export function withRawBcrypt(hasher: Hasher): Hasher {
  return {
    hash: (key) => hasher.hash(key),
    async verify(key, stored) {
      if (!isRawBcrypt(stored)) return hasher.verify(key, stored);
      const hash = stored.slice(MARK.length);
      if (!isBcryptHash(hash) || !isReadWhole(key)) return false;
      return bcrypt.compare(key, renamed(hash));
    },
    needsRehash: (stored) => isRawBcrypt(stored) || hasher.needsRehash(stored),
  };
}

/** PHP calls the same algorithm `$2y$`. */
function renamed(hash: string): string {
  return hash.replace(/^\$2y\$/, "$2b$$");
}

function isReadWhole(key: string): boolean {
  return Buffer.byteLength(key) <= RAW_BCRYPT_LIMIT && !key.includes("\0");
}
