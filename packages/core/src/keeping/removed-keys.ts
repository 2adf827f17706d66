import type { Background } from "../background/background.ts";
import type { AddressStore } from "../port/address-store.ts";
import type { UsageStore } from "../port/usage-store.ts";
import type { UsageCounter } from "../usage/usage-counter.ts";

/** How many ids are kept at most of keys that are looked at again: of more, the oldest go. */
export const MAX_REMOVED_KEYS = 10_000;

export interface RemovedKeysPorts {
  readonly counts?: Pick<UsageStore, "removeKey"> | undefined;
  readonly addresses?: Pick<AddressStore, "removeKey"> | undefined;
  readonly counter: Pick<UsageCounter, "flushFor">;
  readonly background: Background;
}

/**
 * Removes what was counted of keys that are gone, and from where they were used. Whoever deletes a key neither
 * waits for it nor hears of its failure.
 *
 * Each key is looked at twice: at once, and again with the next purge. By then other processes have written what they still
 * had in memory, and a database that was away may be back.
 */
export class RemovedKeys {
  readonly #ports: RemovedKeysPorts;
  #toRepeat = new Set<string>();
  /** One at a time: whoever deletes a thousand keys does not write a thousand times at once. */
  #last: Promise<void> = Promise.resolve();

  constructor(ports: RemovedKeysPorts) {
    this.#ports = ports;
  }

  /** To be called when a record is gone. Returns at once. */
  removed(keyId: string): void {
    const { counts, addresses } = this.#ports;
    if (counts === undefined && addresses === undefined) return;
    this.#keep(keyId);
    const before = this.#last;
    const removal = before.then(() => this.#remove(keyId));
    this.#last = removal.catch(() => undefined);
    this.#ports.background.run("usage", () => removal);
  }

  /** Once more, all that have been removed since the last time. What fails is kept for the next; rejects with the first failure. */
  async repeat(): Promise<void> {
    const keyIds = this.#toRepeat;
    this.#toRepeat = new Set();
    let failure: { readonly error: unknown } | null = null;
    for (const keyId of keyIds) {
      try {
        await this.#remove(keyId);
      } catch (error) {
        failure ??= { error };
        this.#keep(keyId);
      }
    }
    rethrow(failure);
  }

  async #remove(keyId: string): Promise<void> {
    const { counts, addresses, counter } = this.#ports;
    // What is still in memory would be written afterwards. What cannot be written now is removed the next time.
    await counter.flushFor(new Set([keyId])).catch(() => undefined);
    const removals = await Promise.allSettled([
      addresses?.removeKey(keyId),
      counts?.removeKey(keyId),
    ]);
    const failed = removals.find((each) => each.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  #keep(keyId: string): void {
    this.#toRepeat.add(keyId);
    if (this.#toRepeat.size <= MAX_REMOVED_KEYS) return;
    const [oldest] = this.#toRepeat;
    if (oldest !== undefined) this.#toRepeat.delete(oldest);
  }
}

function rethrow(failure: { readonly error: unknown } | null): void {
  if (failure !== null) throw failure.error;
}
