/** What an owner is. */
export type OwnerKind = "user" | "organization";

/** Knows the owners of keys. */
export interface OwnerDirectory<Owner> {
  /**
   * The owner of this kind with this id, or `null` where there is none that may act: unknown, deleted or banned.
   * Rejects where that cannot be told now; it must not answer `null` then.
   */
  find(referenceId: string, kind: OwnerKind): Promise<Owner | null>;
}
