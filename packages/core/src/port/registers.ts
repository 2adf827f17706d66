/** A value under a name, and how often it has been written. */
export interface Register {
  readonly value: string;
  /** 1 after the first write, one more after each. */
  readonly version: number;
}

/**
 * Named values that several processes change by compare-and-set: what they agree on where no row of
 * their own would do. Rejects when the store cannot be reached.
 */
export interface Registers {
  /** `null` where nothing was written yet. */
  read(name: string): Promise<Register | null>;
  /**
   * Writes, in one atomic step, if the register is still at `version` (0: not written yet), and tells
   * whether it did. Of several concurrent writes to one version exactly one succeeds.
   */
  write(name: string, value: string, version: number): Promise<boolean>;
}
