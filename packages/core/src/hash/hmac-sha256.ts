import { type KeyObject, createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { Hasher } from "../port/hasher.ts";
import { bcryptHasher } from "./bcrypt.ts";

/** In bytes. What is shorter could be guessed, or was typed by somebody. */
export const MIN_PEPPER_LENGTH = 32;

const MARK = "$hmac-sha256$";
const HASH = /^\$hmac-sha256\$(?<pepper>[\w-]{8})\$(?<mac>[\w-]{43})$/;

/** A secret that the server has and the database has not. A text counts as the bytes of its UTF-8. */
export type Pepper = string | Uint8Array;

export interface HmacSha256Options {
  /** At least 32 random bytes; or several peppers, the newest first, while they are being changed. */
  readonly pepper: Pepper | readonly Pepper[];
}

/**
 * HMAC-SHA-256 of the key under a pepper: microseconds where bcrypt takes tens of milliseconds. A hash
 * is `$hmac-sha256$<which pepper>$<HMAC>`.
 *
 * Keys are hashed under the newest pepper. Hashes under the older ones verify, and are to be hashed
 * anew, and so are those that `bcryptHasher` made. A pepper that is lost takes along every key that is
 * hashed under it.
 *
 * @throws {RangeError} for a pepper of less than 32 bytes, or none at all.
 */
export function hmacSha256Hasher({ pepper }: HmacSha256Options): Hasher {
  const peppers = (isOne(pepper) ? [pepper] : pepper).map(prepared);
  const [newest] = peppers;
  if (newest === undefined) {
    throw new RangeError("There is no pepper; give one, or several with the newest first.");
  }
  const bcrypt = bcryptHasher();
  return {
    hash: async (key) => `${MARK}${newest.id}$${macOf(key, newest.secret).toString("base64url")}`,
    async verify(key, hash) {
      if (!hash.startsWith(MARK)) return bcrypt.verify(key, hash);
      const { pepper: id, mac } = HASH.exec(hash)?.groups ?? {};
      const secret = peppers.find((each) => each.id === id)?.secret;
      if (secret === undefined || mac === undefined) return false;
      const stored = Buffer.from(mac, "base64url");
      // The last character holds four bits of the HMAC and two that must not say anything.
      if (stored.toString("base64url") !== mac) return false;
      return timingSafeEqual(macOf(key, secret), stored);
    },
    needsRehash: (hash) => HASH.exec(hash)?.groups?.["pepper"] !== newest.id,
  };
}

function prepared(pepper: Pepper): { readonly id: string; readonly secret: KeyObject } {
  const bytes = Buffer.from(pepper);
  if (bytes.length < MIN_PEPPER_LENGTH) {
    throw new RangeError(
      `A pepper has ${bytes.length} bytes; it must have at least ${MIN_PEPPER_LENGTH}. Make one with: openssl rand -base64 32`,
    );
  }
  // Made once: the key schedule would otherwise be most of the work.
  const secret = createSecretKey(bytes);
  // Tells peppers apart and nothing about them: 48 bits of what cannot be turned round.
  return { id: macOf("\0which pepper", secret).toString("base64url").slice(0, 8), secret };
}

function macOf(text: string, secret: KeyObject): Buffer {
  return createHmac("sha256", secret).update(text).digest();
}

function isOne(pepper: HmacSha256Options["pepper"]): pepper is Pepper {
  return typeof pepper === "string" || pepper instanceof Uint8Array;
}
