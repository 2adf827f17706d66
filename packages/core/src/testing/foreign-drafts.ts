import { randomBytes } from "node:crypto";
import { rawBcrypt } from "../hash/imported-bcrypt.ts";
import { sha256Of } from "../hash/sha256.ts";
import { lookupByDigest, lookupByStart } from "../key/fingerprint.ts";
import type { KeyDraft } from "../port/key-store.ts";
import { keyDraft } from "./key-draft.ts";

/** A key of another system: 40 characters that nobody else has, and of no form of ours. */
export function foreignKey(prefix = "ext-"): string {
  return prefix + randomBytes(18).toString("hex");
}

/** A record as Better Auth's own plugin writes it. */
export function peerDraft(key: string, given: Partial<KeyDraft> = {}): KeyDraft {
  return keyDraft({
    start: key.slice(0, 6),
    prefix: "",
    hash: sha256Of(key),
    format: null,
    ...given,
  });
}

/** A record as an import of the key's SHA-256 writes it. */
export function sha256Draft(key: string, given: Partial<KeyDraft> = {}): KeyDraft {
  const hash = sha256Of(key);
  const marks = {
    format: "imported",
    lookup: lookupByDigest(hash),
    origin: sha256Of(hash),
  } as const;
  return peerDraft(key, { start: "", ...marks, ...given });
}

/** A record as an import of the key's own bcrypt hash writes it. */
export function bcryptDraft(
  start: string,
  bcrypt: string,
  given: Partial<KeyDraft> = {},
): KeyDraft {
  const hash = rawBcrypt(bcrypt);
  return keyDraft({
    start,
    prefix: "",
    hash,
    format: "imported",
    lookup: lookupByStart(start),
    origin: sha256Of(hash),
    ...given,
  });
}
