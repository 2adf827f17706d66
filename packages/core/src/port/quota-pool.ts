/**
 * Where processes share what was taken from a quota in the store and nobody has in hand yet, so that many of them ask
 * the store as seldom as one, and one that dies takes along no more than it had in hand.
 *
 * A unit is in the store, in the pool or in the hands of one process, never in two of these: each method is one
 * atomic step. Where one rejects, it may have been carried out all the same: then what it would have moved is lost
 * to the key, since whoever did it again might count it twice. A pool that has lost what it held, or was set
 * back to what it held earlier, must begin empty.
 *
 * Units belong to one filling of the quota, named by its moment (`period`: milliseconds since the epoch; `null`:
 * as the key was made). The pool of one quota holds units of one filling: the latest that it was told of.
 */
export interface QuotaPool {
  /** Whether it is known to be out of reach. Then it is not asked, and leases are taken from the store alone. */
  readonly isAway: boolean;
  /** Takes as many as are wanted, and some ahead; as many as there are, where those are fewer. */
  take(wish: PoolWish): Promise<PoolDraw>;
  /**
   * Adds units to those of the same filling, in place of those of earlier ones; those of an earlier filling
   * than the pool knows are dropped.
   *
   * Answers what lies there now; `null` where it is certain that nothing was put: the units are the caller's still.
   */
  put(units: PoolUnits): Promise<number | null>;
  /**
   * Takes out all that lies there if this process was the last one to take or put something; else, and where
   * there is nothing, `null`.
   */
  takeBack(id: string, by: string): Promise<Pick<PoolUnits, "amount" | "period"> | null>;
}

export interface PoolWish {
  /** The record whose quota it is. */
  readonly id: string;
  /** What was filled earlier than this is worth nothing any more. Of a later filling nothing is taken. */
  readonly period: number | null;
  /** Which process asks. */
  readonly by: string;
  /** How many units are needed now. */
  readonly wanted: number;
  /** Where there are many, one in so many is taken … */
  readonly share: number;
  /** … but no more than this for nobody who asks. */
  readonly most: number;
}

export interface PoolDraw {
  /** How many are the caller's now. */
  readonly taken: number;
  /** How many still lie there. */
  readonly left: number;
  /** How many the store had left when it was last taken from for this pool. */
  readonly inStore: number;
}

export interface PoolUnits {
  readonly id: string;
  readonly period: number | null;
  readonly by: string;
  readonly amount: number;
  /** How many the store has left besides. */
  readonly inStore: number;
}
