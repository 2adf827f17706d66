/** How keys are hashed at rest. Implementations must not hold the event loop. */
export interface Hasher {
  /** A self-describing hash of the key, of every byte of it. */
  hash(key: string): Promise<string>;
  /** Whether the hash is of this key. `false` for a hash this hasher cannot read. */
  verify(key: string, hash: string): Promise<boolean>;
  /** Whether a hash that verifies should be replaced by a new one (older scheme, other cost). */
  needsRehash(hash: string): boolean;
}
