import { KeyOperationError } from "../code/operation-error.ts";
import { MAX_EXPIRES_IN } from "../record/expiry.ts";

/** What lifetimes keys may have. All in seconds, counted from a key's creation. */
export interface ExpiryPolicy {
  readonly min: number;
  readonly max: number;
  /** What a key gets for which nothing is asked; `null`: it does not expire. */
  readonly default: number | null;
  /** Whether a key may be asked for that does not expire. */
  readonly never: boolean;
  /** Whether anything but the default may be asked for. */
  readonly custom: boolean;
}

/** Anything goes that a date can hold. */
export const ANY_EXPIRY: ExpiryPolicy = {
  min: 1,
  max: MAX_EXPIRES_IN,
  default: null,
  never: true,
  custom: true,
};

/** What is wrong with a policy, as a sentence; `null` if nothing is. */
export function expiryFault({ min, max, default: otherwise }: ExpiryPolicy): string | null {
  if (!(min >= 1 && max <= MAX_EXPIRES_IN)) {
    return "Keys must be let live for 1 second or more, and 100 years or less.";
  }
  if (!(min <= max)) return "The shortest life of a key must be no longer than the longest.";
  if (otherwise !== null && !(min <= otherwise && otherwise <= max)) {
    return "The default life of a key must be from the shortest to the longest.";
  }
  return null;
}

/**
 * The lifetime of a new key, in seconds; `null` for none. `asked`: `undefined` takes the default.
 *
 * @throws {KeyOperationError} that says what is allowed.
 */
export function lifetimeOfNewKey(
  policy: ExpiryPolicy,
  asked: number | null | undefined,
): number | null {
  if (asked === undefined || asked === policy.default) return policy.default;
  assertCustom(policy);
  if (asked === null) return endless(policy);
  if (!(asked >= policy.min)) throw tooSmall(policy);
  if (asked > policy.max) throw tooLarge(policy);
  return asked;
}

/**
 * The new lifetime of a key that is there, counted from its creation, when it is asked to end
 * `asked` seconds after `age`, its present age in seconds. It may always be cut short; it may not
 * be drawn out, however often, beyond what a new key may have.
 *
 * @throws {KeyOperationError} that says what is allowed.
 */
export function lifetimeOfOldKey(
  policy: ExpiryPolicy,
  asked: number | null,
  age: number,
): number | null {
  assertCustom(policy);
  if (asked === null) return endless(policy);
  if (!(asked >= 1)) throw tooSmall({ ...policy, min: 1 });
  const lifetime = age + asked;
  if (lifetime > policy.max) {
    throw new KeyOperationError(
      "EXPIRES_IN_IS_TOO_LARGE",
      `A key may live for ${policy.max} seconds from its creation; this one has ${Math.max(0, Math.floor(policy.max - age))} left to be given.`,
    );
  }
  return lifetime;
}

/** The lifetime of a key's successor: as long as the key's own was meant to be, within the policy as it is now. */
export function lifetimeOfSuccessor(policy: ExpiryPolicy, lifetime: number | null): number | null {
  if (lifetime === null) return policy.never ? null : policy.default;
  return Math.min(policy.max, Math.max(policy.min, lifetime));
}

function endless(policy: ExpiryPolicy): null {
  if (policy.never) return null;
  throw new KeyOperationError(
    "EXPIRATION_REQUIRED",
    `These keys must expire: expiresIn must be from ${policy.min} to ${policy.max} seconds.`,
  );
}

function assertCustom(policy: ExpiryPolicy): void {
  if (!policy.custom) throw new KeyOperationError("KEY_DISABLED_EXPIRATION");
}

function tooSmall(policy: ExpiryPolicy): KeyOperationError {
  return new KeyOperationError(
    "EXPIRES_IN_IS_TOO_SMALL",
    `expiresIn must be at least ${policy.min} ${policy.min === 1 ? "second" : "seconds"}${orNull(policy)}.`,
  );
}

function tooLarge(policy: ExpiryPolicy): KeyOperationError {
  return new KeyOperationError(
    "EXPIRES_IN_IS_TOO_LARGE",
    `expiresIn may be at most ${policy.max} seconds${orNull(policy)}.`,
  );
}

function orNull({ never }: ExpiryPolicy): string {
  return never ? ", or null for a key that does not expire" : "";
}
