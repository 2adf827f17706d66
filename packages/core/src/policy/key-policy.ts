import { KeyOperationError } from "../code/operation-error.ts";
import { assertPrefix } from "../key/prefix.ts";
import type { KeyGenerator } from "../port/key-generator.ts";
import type { OwnerKind } from "../port/owner-directory.ts";
import {
  type Environments,
  assertEnvironment,
  assertEnvironments,
  chooseEnvironment,
  expiryOf,
} from "./environment.ts";
import { ANY_EXPIRY, type ExpiryPolicy, expiryFault } from "./expiry-policy.ts";
import { type NamePolicy, nameFault } from "./name-policy.ts";
import { type RateLimitPolicy, assertRateLimit } from "./rate-limit-policy.ts";

/** What keys there may be, by the rules of one configuration. */
export interface KeyPolicy {
  /** What the owners of its keys are: users, by default. */
  readonly references?: OwnerKind | undefined;
  readonly name?: NamePolicy | undefined;
  /** Whether keys may have metadata. `true` by default. */
  readonly metadata?: boolean | undefined;
  /** How many keys of one owner may be live (neither revoked nor expired) at once. Any number by default. */
  readonly maxKeys?: number | undefined;
  /**
   * Whether the `permissions` in a key's metadata (`["read:reports"]`) count as its own. They must not
   * where whoever creates a key may write there what they like. `false` by default.
   */
  readonly metadataPermissions?: boolean | undefined;
  /** How many requests its keys may make: 100 in any minute, by default. */
  readonly rateLimit?: RateLimitPolicy | undefined;
  /** The largest `rateLimit` (a number: requests per window) that a key's metadata may ask for. 10,000 by default. */
  readonly maxMetadataRateLimit?: number | undefined;
  /** Where there are any, every key belongs to one, which says its prefix and lifetime. */
  readonly environments?: Environments | undefined;
  /** For keys of no environment: anything goes, by default. */
  readonly expiry?: ExpiryPolicy | undefined;
  readonly rotation?: RotationPolicy | undefined;
  /** Makes the keys, created and rotated, in place of our own form. */
  readonly generator?: KeyGenerator | undefined;
}

/** How long a key that has been replaced keeps working beside its replacement. In seconds. */
export interface RotationPolicy {
  /** One day by default. */
  readonly defaultOverlap?: number | undefined;
  /** 30 days by default. */
  readonly maxOverlap?: number | undefined;
}

const DAY = 24 * 60 * 60;

/** What the policy makes of a wish for a key. */
export interface ChosenPolicy {
  readonly environment: string | null;
  readonly prefix: string;
  readonly expiry: ExpiryPolicy;
}

/** In seconds. */
export interface Overlaps {
  readonly defaultOverlap: number;
  readonly maxOverlap: number;
}

/** @throws {RangeError} for a policy that contradicts itself. */
export function assertPolicy(policy: KeyPolicy): void {
  const { environments, expiry, rotation, maxKeys } = policy;
  if (maxKeys !== undefined && !(Number.isInteger(maxKeys) && maxKeys >= 1)) {
    throw new RangeError("maxKeys must be a whole number, 1 or more.");
  }
  if (environments !== undefined) assertEnvironments(environments);
  assertRateLimit(policy);
  const { defaultOverlap, maxOverlap } = overlapsOf({ rotation });
  if (!(defaultOverlap >= 0 && defaultOverlap <= maxOverlap)) {
    throw new RangeError("The default overlap must be 0 or more, and no more than the longest.");
  }
  const wrong = nameFault(policy.name) ?? (expiry === undefined ? null : expiryFault(expiry));
  if (wrong !== null) throw new RangeError(wrong);
}

/** @throws {KeyOperationError} for an environment or a prefix that is not allowed. */
export function choosePolicy(
  policy: KeyPolicy,
  asked: { readonly environment?: string | undefined; readonly prefix?: string | undefined },
): ChosenPolicy {
  if (policy.environments === undefined) {
    const { prefix = "" } = asked;
    if (asked.environment !== undefined) assertEnvironment(undefined, asked.environment);
    assertPrefix(prefix);
    return { environment: null, prefix, expiry: policy.expiry ?? ANY_EXPIRY };
  }
  const [name, environment] = chooseEnvironment(policy.environments, asked);
  return { environment: name, prefix: environment.prefix, expiry: expiryOf(environment) };
}

/** What holds for a key that is there. An environment that is no longer configured leaves the rule for keys of none. */
export function expiryFor(policy: KeyPolicy, environment: string | null): ExpiryPolicy {
  const named = environment === null ? undefined : policy.environments?.[environment];
  return named === undefined ? (policy.expiry ?? ANY_EXPIRY) : expiryOf(named);
}

/** When the key should be replaced, by the policy as it is now; `null`: it need not be. */
export function rotationDue(
  policy: KeyPolicy,
  { environment, createdAt }: { environment: string | null; createdAt: Date },
): Date | null {
  const every = environment === null ? undefined : policy.environments?.[environment]?.rotateEvery;
  return every === undefined ? null : new Date(createdAt.getTime() + every * 1_000);
}

export function overlapsOf({ rotation = {} }: Pick<KeyPolicy, "rotation">): Overlaps {
  const { defaultOverlap = DAY, maxOverlap = Math.max(defaultOverlap, 30 * DAY) } = rotation;
  return { defaultOverlap, maxOverlap };
}

/**
 * The overlap of a rotation, in seconds.
 *
 * @throws {KeyOperationError} `INVALID_OVERLAP`, with what is allowed.
 */
export function overlapUnder(policy: KeyPolicy, asked: number | undefined): number {
  const { defaultOverlap, maxOverlap } = overlapsOf(policy);
  const overlap = asked ?? defaultOverlap;
  if (overlap >= 0 && overlap <= maxOverlap) return overlap;
  throw new KeyOperationError(
    "INVALID_OVERLAP",
    `overlap must be from 0 to ${maxOverlap} seconds.`,
  );
}
