import { hash } from "node:crypto";

/** 256 bits are 43 characters, the last of which holds four of them. */
const CANONICAL = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/**
 * SHA-256 of a key as it is stored: base64url without padding, 43 characters. It is the form that
 * Better Auth's own API-key plugin stores.
 */
export function sha256Of(key: string): string {
  return hash("sha256", key, "base64url");
}

/** Whether a stored hash is a bare SHA-256 in the form that `sha256Of` gives. */
export function isSha256(stored: string): boolean {
  return CANONICAL.test(stored);
}
