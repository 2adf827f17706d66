import { MAX_FOREIGN_LENGTH } from "./fingerprint.ts";

/** Characters after the prefix that a generator is asked for: as many as Better Auth's own plugin asks for. */
export const WISHED_LENGTH = 64;

/** Of what an application's generator answers, after the prefix: 32 hexadecimal digits are 128 bits. */
export const MIN_GENERATED_LENGTH = 32;

/**
 * How many different characters there must be after the prefix: fewer come of a constant or a counter.
 * Of 32 random hexadecimal digits less than one in ten million has fewer.
 */
export const MIN_GENERATED_VARIETY = 8;

/** Characters after the prefix that lists show. Of 32 hexadecimal digits 112 bits stay secret. */
const SHOWN_LENGTH = 4;

// A comma is what joins two headers of one name: a key with one in it could not be presented.
const PRESENTABLE = /^[!-+\--~]+$/;

/** What is wrong with a key that a generator made, in words that hold nothing of it; `null`: it can be used. */
export function generatedKeyFault(key: unknown, prefix: string): string | null {
  if (typeof key !== "string") return "It must be text.";
  if (key.length > MAX_FOREIGN_LENGTH) {
    return `It may have ${MAX_FOREIGN_LENGTH} characters at most.`;
  }
  if (!key.startsWith(prefix)) return "It must begin with the prefix that was asked for.";
  const secret = key.slice(prefix.length);
  if (secret.length < MIN_GENERATED_LENGTH) {
    return `It must have ${MIN_GENERATED_LENGTH} characters or more after the prefix.`;
  }
  if (!PRESENTABLE.test(key)) {
    return "It may hold printable ASCII characters only, and neither spaces nor commas.";
  }
  return new Set(secret).size < MIN_GENERATED_VARIETY
    ? `It must have ${MIN_GENERATED_VARIETY} different characters or more after the prefix.`
    : null;
}

/** What is shown of a key that a generator made. */
export function startOfGenerated(key: string, prefix: string): string {
  return key.slice(0, prefix.length + SHOWN_LENGTH);
}
