import { KeyOperationError, MAX_PREFIX_LENGTH, isLegalPrefix } from "@latchkey/core";
import type { Asker } from "./admission.ts";

/**
 * Which prefixes a client may ask for. The server's own code may ask for any, and the default one is
 * always allowed; where there are environments, theirs are the only ones.
 */
export interface PrefixOptions {
  /** 0 by default. */
  readonly minimumPrefixLength?: number;
  /** 32 by default, and at most. */
  readonly maximumPrefixLength?: number;
  /** Any within the bounds, by default. */
  readonly allowedPrefixes?: readonly string[];
}

export interface PrefixRules {
  readonly minLength: number;
  readonly maxLength: number;
  /** `null`: any. */
  readonly allowed: readonly string[] | null;
}

/** @throws {RangeError} for rules that contradict themselves. */
export function prefixRules(options: PrefixOptions): PrefixRules {
  const {
    minimumPrefixLength: minLength = 0,
    maximumPrefixLength: maxLength = MAX_PREFIX_LENGTH,
    allowedPrefixes,
  } = options;
  const whole = Number.isInteger(minLength) && Number.isInteger(maxLength);
  if (!(whole && minLength >= 0 && minLength <= maxLength && maxLength <= MAX_PREFIX_LENGTH)) {
    throw new RangeError(
      `apiKey(): the lengths of prefixes must be whole numbers from 0 to ${MAX_PREFIX_LENGTH}, the shortest no longer than the longest.`,
    );
  }
  for (const prefix of allowedPrefixes ?? []) {
    if (!isLegalPrefix(prefix) || prefix.length < minLength || prefix.length > maxLength) {
      throw new RangeError(
        `apiKey(): allowedPrefixes has ${JSON.stringify(prefix)}, which no key may have.`,
      );
    }
  }
  return { minLength, maxLength, allowed: allowedPrefixes ?? null };
}

/**
 * @throws {KeyOperationError} `INVALID_PREFIX_LENGTH` or `PREFIX_NOT_ALLOWED`, with what is allowed, for
 * a prefix that a client may not ask for.
 */
export function assertPrefixChoice(
  { actor, configuration }: Asker,
  prefix: string | undefined,
): void {
  const { defaultPrefix, prefixRules: rules } = configuration;
  if (actor.kind === "server" || prefix === undefined || prefix === defaultPrefix) return;
  // Environments say which prefixes there are, and refuse others by themselves.
  if (defaultPrefix === undefined) return;
  const { minLength, maxLength, allowed } = rules;
  if (prefix.length < minLength || prefix.length > maxLength) {
    throw new KeyOperationError(
      "INVALID_PREFIX_LENGTH",
      `The prefix has ${prefix.length} characters; ${minLength} to ${maxLength} are allowed.`,
    );
  }
  if (allowed !== null && !allowed.includes(prefix)) {
    const choice = [...new Set([defaultPrefix, ...allowed])].map((each) => JSON.stringify(each));
    throw new KeyOperationError(
      "PREFIX_NOT_ALLOWED",
      `The prefix must be ${choice.join(" or ")}, or be left out.`,
    );
  }
}
