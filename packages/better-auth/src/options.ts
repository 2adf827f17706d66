import {
  type CacheOptions,
  type Clock,
  type Environments,
  type ExpiryPolicy,
  type Hasher,
  type KeyPolicy,
  type KeyView,
  MAX_EXPIRES_IN,
  type RotationPolicy,
  type Timers,
  assertPrefix,
  systemClock,
} from "@latchkey/core";
import { type ApiKey, toApiKey } from "./api-key.ts";

export interface ApiKeyOptions {
  /** What keys begin with when whoever creates one does not say. None by default. */
  readonly defaultPrefix?: string;
  /**
   * Named policies: prefix, expiry bounds and rotation, all durations in seconds. Where there are any,
   * every new key belongs to one; see `DEFAULT_ENVIRONMENTS` for the usual three.
   */
  readonly environments?: Environments;
  /** For keys of no environment, with the names and units of Better Auth's own plugin. */
  readonly keyExpiration?: KeyExpirationOptions;
  /** How long a key that was rotated keeps working. In seconds: a day by default, 30 days at most. */
  readonly rotation?: RotationPolicy;
  /** How much is remembered of verified keys, and for how long. */
  readonly cache?: CacheOptions;
  /** How keys are hashed at rest: bcrypt at cost 10 by default. */
  readonly hasher?: Hasher;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests. */
  readonly timers?: Timers;
}

export interface KeyExpirationOptions {
  /** In seconds. What a key gets for which nothing is asked; `null`, the default: it does not expire. */
  readonly defaultExpiresIn?: number | null;
  /** Whether asking for anything but the default is refused. `false` by default. */
  readonly disableCustomExpiresTime?: boolean;
  /** In days. By default a second will do. */
  readonly minExpiresIn?: number;
  /** In days. 100 years by default. */
  readonly maxExpiresIn?: number;
}

/** What endpoints need to know of the options. */
export interface EndpointSettings {
  readonly clock: Clock;
  /** Absent where environments have theirs. */
  readonly defaultPrefix: string | undefined;
  readonly policy: KeyPolicy;
  /** A record as it is answered now. */
  readonly toApiKey: (view: KeyView) => ApiKey;
}

/** @throws {KeyOperationError} for a default prefix that no key may have. */
export function endpointSettings(options: ApiKeyOptions): EndpointSettings {
  const { clock = systemClock, defaultPrefix = "", environments, rotation } = options;
  assertPrefix(defaultPrefix);
  const policy = { environments, rotation, expiry: expiryPolicy(options.keyExpiration) };
  return {
    clock,
    defaultPrefix: environments === undefined ? defaultPrefix : undefined,
    policy,
    toApiKey: (view) => toApiKey(view, clock.now(), policy),
  };
}

const DAY = 24 * 60 * 60;

function expiryPolicy(options: KeyExpirationOptions = {}): ExpiryPolicy {
  const { minExpiresIn, maxExpiresIn } = options;
  return {
    min: minExpiresIn === undefined ? 1 : minExpiresIn * DAY,
    max: maxExpiresIn === undefined ? MAX_EXPIRES_IN : maxExpiresIn * DAY,
    default: options.defaultExpiresIn ?? null,
    never: true,
    custom: options.disableCustomExpiresTime !== true,
  };
}
