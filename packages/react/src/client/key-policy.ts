/** What keys the server lets its users have. All durations are in seconds. */
export interface KeyPolicy {
  /** Where there are any, every new key belongs to one of them. */
  readonly environments: readonly EnvironmentPolicy[];
  /** For keys of no environment. */
  readonly expiry: ExpiryBounds;
  readonly rotation: Overlaps;
  readonly name: { readonly maxLength: number };
}

export interface EnvironmentPolicy {
  readonly name: string;
  readonly prefix: string;
  /** `null`: its keys need not expire. */
  readonly expiresIn: {
    readonly min: number;
    readonly max: number;
    readonly default: number;
  } | null;
  /** How long after its creation a key should be replaced; `null`: it need not be. */
  readonly rotateEvery: number | null;
}

export interface ExpiryBounds {
  readonly min: number;
  readonly max: number;
  /** `null`: without expiry. */
  readonly default: number | null;
  /** Whether a key may be without expiry. */
  readonly never: boolean;
  /** Whether anything but the default may be chosen. */
  readonly custom: boolean;
}

/** How long a key that was replaced may keep working beside its replacement. */
export interface Overlaps {
  readonly defaultOverlap: number;
  readonly maxOverlap: number;
}

const DAY = 24 * 60 * 60;

/** What holds on a server that has no policy. */
export const OPEN_POLICY: KeyPolicy = {
  environments: [],
  expiry: { min: 1, max: 100 * 365 * DAY, default: null, never: true, custom: true },
  rotation: { defaultOverlap: DAY, maxOverlap: 30 * DAY },
  name: { maxLength: 100 },
};
