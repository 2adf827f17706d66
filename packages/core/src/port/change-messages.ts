import type { OwnerKind } from "./owner-directory.ts";

/** What was changed: the record of a key, or an owner. */
export type Change =
  | { readonly kind: "key"; readonly id: string }
  | { readonly kind: "owner"; readonly id: string; readonly ownerKind: OwnerKind };

export interface ChangeListener {
  changed(change: Change): void;
  /** Messages may have been lost until now: the listener sees for itself what they would have said. */
  missed(): void;
}

/**
 * Tells other processes at once what this one has changed. A message may come late, twice, out of order or not
 * at all: it makes them quick, and what must not fail does not hang on it.
 */
export interface ChangeMessages {
  /** Resolves when the change has been sent, and whatever marks it is in place; rejects where it cannot be. */
  publish(change: Change): Promise<void>;
  /**
   * Listens, again after every break, until the returned function is called. What this process publishes may
   * come back to it. Never throws: what cannot be reached yet is tried again.
   */
  subscribe(listener: ChangeListener): () => Promise<void>;
}
