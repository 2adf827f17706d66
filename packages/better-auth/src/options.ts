import {
  type CacheOptions,
  type Clock,
  type Hasher,
  type Timers,
  assertPrefix,
  systemClock,
} from "@latchkey/core";

export interface ApiKeyOptions {
  /** What keys begin with when whoever creates one does not say. None by default. */
  readonly defaultPrefix?: string;
  /** How much is remembered of verified keys, and for how long. */
  readonly cache?: CacheOptions;
  /** How keys are hashed at rest: bcrypt at cost 10 by default. */
  readonly hasher?: Hasher;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests. */
  readonly timers?: Timers;
}

/** What endpoints need to know of the options. */
export interface EndpointSettings {
  readonly clock: Clock;
  readonly defaultPrefix: string;
}

/** @throws {KeyOperationError} for a default prefix that no key may have. */
export function endpointSettings(options: ApiKeyOptions): EndpointSettings {
  const { clock = systemClock, defaultPrefix = "" } = options;
  assertPrefix(defaultPrefix);
  return { clock, defaultPrefix };
}
