import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";

/** Milliseconds for which it is kept that a record was removed: far longer than anybody looks back. */
export const REMOVAL_KEPT = 60 * 60 * 1_000;

const BATCH_SIZE = 1_000;

export interface RemovalNotesPorts {
  readonly store: Pick<KeyStore, "forgetRemoved">;
  readonly clock: Clock;
}

/** Forgets which records were removed, once every process has had its time to see it. */
export async function forgetRemovals({ store, clock }: RemovalNotesPorts): Promise<void> {
  const query = { before: new Date(clock.now() - REMOVAL_KEPT), limit: BATCH_SIZE };
  for (let more = true; more;) more = (await store.forgetRemoved(query)) === BATCH_SIZE;
}
