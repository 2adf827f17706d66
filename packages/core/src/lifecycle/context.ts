import type { Operation } from "../audit/actor.ts";
import type { KeyChanges } from "../audit/key-changes.ts";
import type { Clock } from "../port/clock.ts";
import type { Hasher } from "../port/hasher.ts";
import type { KeyStore, KeyTenant } from "../port/key-store.ts";
import type { Registers } from "../port/registers.ts";
import type { Configurations } from "../policy/configurations.ts";
import type { RandomSource } from "../port/random.ts";
import { DEFAULT_CONFIG_ID } from "../record/record.ts";

/** What operations on keys work with. */
export interface LifecycleContext {
  /** To read from. What is changed is changed through `changes`. */
  readonly store: KeyStore;
  readonly changes: KeyChanges;
  readonly hasher: Hasher;
  readonly registers: Registers;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly configurations: Configurations;
  /**
   * Told the id of every record that was changed, or was found changed by others, in this process: after the
   * store has it and before the caller hears.
   */
  readonly onChange: (id: string) => void;
}

/** One key, as its owner names it. Another owner's key is not found. */
export interface KeyReference {
  readonly id: string;
  readonly referenceId: string;
  /** The configuration that the key is under: `default`, unless there are several. */
  readonly configId?: string | undefined;
}

/** One key, and who does something to it. */
export interface KeyOperation extends KeyReference, Operation {}

export function tenantOf({
  configId = DEFAULT_CONFIG_ID,
  referenceId,
}: Omit<KeyReference, "id">): KeyTenant {
  return { configId, referenceId };
}
