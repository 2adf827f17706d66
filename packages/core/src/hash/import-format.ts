import { isBcryptHash, rawBcrypt } from "./imported-bcrypt.ts";
import { isSha256 } from "./sha256.ts";

/** How keys that come from elsewhere may have been hashed there. */
export const IMPORT_FORMATS = [
  "sha256-hex",
  "sha256-base64",
  "sha256-base64url",
  "bcrypt",
] as const;

export type ImportFormat = (typeof IMPORT_FORMATS)[number];

interface Scheme {
  /** What a hash must be, for whoever has another. */
  readonly expected: string;
  /** The hash as it is stored, or `null` for what is none. */
  readonly stored: (hash: string) => string | null;
}

const SCHEMES: Readonly<Record<ImportFormat, Scheme>> = {
  "sha256-hex": {
    expected: "64 hexadecimal digits",
    stored: (hash) =>
      /^[0-9a-fA-F]{64}$/.test(hash) ? Buffer.from(hash, "hex").toString("base64url") : null,
  },
  "sha256-base64": {
    expected: "the base64 of 32 bytes",
    stored: (hash) =>
      /[-_]/.test(hash) ? null : unpadded(hash.replaceAll("+", "-").replaceAll("/", "_")),
  },
  "sha256-base64url": { expected: "the base64url of 32 bytes", stored: unpadded },
  bcrypt: {
    expected: "bcrypt of the key itself ($2a$, $2b$ or $2y$, at a cost from 4 to 15)",
    stored: (hash) => (isBcryptHash(hash) ? rawBcrypt(hash) : null),
  },
};

/** A hash from elsewhere as it is stored: one form for all spellings; `null` for what is no such hash. */
export function storedHash(hash: string, format: ImportFormat): string | null {
  return SCHEMES[format].stored(hash);
}

/** What hashes of this format look like, in words. */
export function expectedHash(format: ImportFormat): string {
  return SCHEMES[format].expected;
}

/** SHA-256 in base64url, padded or not, as it is stored. */
function unpadded(hash: string): string | null {
  const stored = hash.replace(/=$/, "");
  return isSha256(stored) ? stored : null;
}
