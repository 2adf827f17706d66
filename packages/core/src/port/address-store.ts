/** That a key was used from an address, or from its network. */
export interface SeenAddress {
  readonly keyId: string;
  readonly address: string;
  /** What the client said that it was, the last time; `null`: nothing. */
  readonly client: string | null;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

/** That a key was used from some address for the first time. */
export type FirstSeen = Pick<SeenAddress, "keyId" | "firstSeenAt">;

/** Which addresses keys were used from for the first time. */
export interface FirstSeenQuery {
  /** At most 100. */
  readonly keyIds: readonly string[];
  /** At this moment or later. */
  readonly from: Date;
  /** Before this moment. */
  readonly to: Date;
}

/**
 * From where keys were used. Any number of processes may write at once. Every method rejects, with whatever
 * the store threw, when the store cannot be reached.
 */
export interface AddressStore {
  /**
   * Notes uses, at most 1,000 and none of them twice. What is known already keeps when it was seen first; of a key
   * of which more than 50 addresses are known, those go that were not seen for longest. Each by itself:
   * when it rejects, some may be noted and others not, and noting them again does no harm.
   */
  record(seen: readonly SeenAddress[]): Promise<void>;
  /** All that are known of a key, those that were seen last first: an indexed look-up. */
  list(keyId: string): Promise<readonly SeenAddress[]>;
  /**
   * When addresses of these keys were seen first that were so in this period, in any order: as far as they are
   * still known. An indexed look-up by key.
   */
  listFirstSeen(query: FirstSeenQuery): Promise<readonly FirstSeen[]>;
  /** Forgets those that were seen last before this moment, at most `limit` (up to 1,000), and answers how many. */
  removeBefore(removal: { readonly before: Date; readonly limit: number }): Promise<number>;
  /** Forgets all of a key's, and answers how many. */
  removeKey(keyId: string): Promise<number>;
}
