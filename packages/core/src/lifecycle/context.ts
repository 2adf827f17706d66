import type { Clock } from "../port/clock.ts";
import type { Hasher } from "../port/hasher.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { KeyPolicy } from "../policy/key-policy.ts";
import type { RandomSource } from "../port/random.ts";

/** What operations on keys work with. */
export interface LifecycleContext {
  readonly store: KeyStore;
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly policy: KeyPolicy;
  /**
   * Told the id of every record that was changed, or was found changed by others: after the store has
   * it and before the caller hears.
   */
  readonly onChange: (id: string) => void;
}

/** One key, as its owner names it. Another owner's key is not found. */
export interface KeyReference {
  readonly id: string;
  readonly referenceId: string;
}
