export interface CacheOptions {
  /** How many proven keys (and as many owners) are kept, at least 2. 100,000 by default. */
  readonly capacity?: number | undefined;
  /**
   * Milliseconds for which a record or an owner is believed without looking again; 1,000 by
   * default. What another process changes is seen after one and a half times as long at the latest; what this one
   * changes, at once. 0 reads them for every verification.
   */
  readonly revalidateAfter?: number | undefined;
  /** `always`: records and owners are read for every verification, as with `revalidateAfter: 0`. */
  readonly revalidate?: "always" | undefined;
  /** Milliseconds for which a proven key keeps working while the store is away; 30,000 by default. */
  readonly maxStaleness?: number | undefined;
}

export type CachePolicy = {
  readonly [Name in "capacity" | "revalidateAfter" | "maxStaleness"]: number;
};

/** @throws {RangeError} for a number out of bounds, and for options that contradict each other. */
export function cachePolicy(options: CacheOptions = {}): CachePolicy {
  const { capacity = 100_000, maxStaleness = 30_000, revalidate } = options;
  const always = revalidate === "always";
  const { revalidateAfter = always ? 0 : 1_000 } = options;
  if (always && revalidateAfter !== 0) {
    throw new RangeError(
      'cache.revalidate is "always"; cache.revalidateAfter must be absent or 0.',
    );
  }
  assertAtLeast(2, { capacity });
  assertAtLeast(0, { revalidateAfter, maxStaleness });
  return { capacity, revalidateAfter, maxStaleness };
}

function assertAtLeast(least: number, options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (!(value >= least))
      throw new RangeError(`cache.${name} is ${value}; it must be at least ${least}.`);
  }
}
