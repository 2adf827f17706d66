import { type KeyStore, type Timers, systemTimers } from "@latchkey/core";
import type { AuthContext } from "better-auth";
import { type CacheStorage, RecordCache, invalidating } from "./record-cache.ts";

/**
 * Where records are read from, by the names of Better Auth's own plugin. They are kept in the database
 * whatever is chosen.
 */
export interface RecordCacheOptions {
  /**
   * `secondary-storage`: verifications read records again in Better Auth's secondary storage, and from
   * the database only what is not there. `database` by default.
   */
  readonly storage?: "database" | "secondary-storage";
  /** A secondary storage for this alone, in place of Better Auth's. */
  readonly customStorage?: CacheStorage;
  /**
   * Always so, since the database has every record: accepted so that a configuration can be taken over.
   * `false` is refused.
   */
  readonly fallbackToDatabase?: boolean;
}

/**
 * The store for operations, and where verifications read.
 *
 * @throws {RangeError} for options that contradict each other, or a secondary storage that there is not.
 */
export function keyStores(
  store: KeyStore,
  context: Pick<AuthContext, "secondaryStorage">,
  options: RecordCacheOptions & { readonly timers?: Timers },
): { readonly store: KeyStore; readonly records: Pick<KeyStore, "findById"> } {
  const { storage: kind = "database", customStorage, fallbackToDatabase } = options;
  if (fallbackToDatabase === false) {
    throw new RangeError(
      "apiKey(): fallbackToDatabase cannot be false: keys are always kept in the database.",
    );
  }
  if (kind === "database") {
    if (customStorage === undefined) return { store, records: store };
    throw new RangeError('apiKey(): customStorage needs storage: "secondary-storage".');
  }
  const storage = customStorage ?? context.secondaryStorage;
  if (storage === undefined) {
    throw new RangeError(
      'apiKey(): storage: "secondary-storage" needs secondaryStorage in betterAuth(), or customStorage here.',
    );
  }
  const cache = new RecordCache(storage, store, options.timers ?? systemTimers);
  return { store: invalidating(store, cache), records: cache };
}
