import type { KeyChanges } from "../audit/key-changes.ts";
import { KeyOperationError } from "../code/operation-error.ts";
import type { Background } from "../background/background.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyGuard, KeyStore } from "../port/key-store.ts";
import type { Timers } from "../port/timers.ts";
import { forgetRemovals } from "./removal-notes.ts";
import { ENDINGS, type Ending } from "./retention.ts";
import type { RemovedKeys } from "./removed-keys.ts";
import type { UsagePurger } from "./usage-purger.ts";

/** Milliseconds from one purge to the next. */
export const PURGE_INTERVAL = 60 * 60 * 1_000;
/** Milliseconds until the first, so that a process that lives for less than an hour purges too. */
export const FIRST_PURGE = 5 * 60 * 1_000;

/** Milliseconds that an expired record stays at least: a key that is being made counts as expired. */
export const EXPIRED_GRACE = 60 * 1_000;

const BATCH_SIZE = 100;

export interface PurgerPorts {
  readonly store: KeyStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
  readonly changes: KeyChanges;
  readonly usage: UsagePurger;
  readonly removedKeys: RemovedKeys;
}

/**
 * Removes records whose retention is over: in the background, a few minutes after the start and every
 * hour from then on. Several processes may do so at once.
 */
export class Purger {
  readonly #ports: PurgerPorts;
  readonly #retention: Readonly<Record<Ending, number | null>>;
  #cancelTimer: (() => void) | null = null;

  /** `retention` in seconds. */
  constructor(ports: PurgerPorts, retention: Readonly<Record<Ending, number | null>>) {
    this.#ports = ports;
    this.#retention = retention;
  }

  start(): void {
    this.#arm(FIRST_PURGE);
  }

  /** No more purges begin by themselves. */
  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  /** Removes all records whose retention is over now; answers how many. */
  async purge(): Promise<number> {
    let purged = 0;
    for (const ending of ENDINGS) {
      const seconds = this.#retention[ending];
      if (seconds === null) continue;
      const kept = Math.max(seconds * 1_000, ending === "expired" ? EXPIRED_GRACE : 0);
      const before = new Date(this.#ports.clock.now() - kept);
      for (let more = true; more;) {
        const batch = await this.#purgeBatch(ending, before);
        purged += batch.purged;
        // Where nothing of a batch could be removed, asking again would bring the same one.
        more = batch.found === BATCH_SIZE && batch.purged > 0;
      }
    }
    return purged;
  }

  async #purgeBatch(ending: Ending, before: Date): Promise<{ found: number; purged: number }> {
    const { store } = this.#ports;
    const records = await store.listEnded({ ending, before, limit: BATCH_SIZE });
    let purged = 0;
    for (const { id, updatedAt, expiresAt } of records) {
      // A key whose life was prolonged since it was listed is not the one that was to go.
      const guard = ending === "revoked" ? {} : { revokedAt: null, updatedAt, expiresAt };
      if (await this.#remove(id, guard)) purged += 1;
    }
    return { found: records.length, purged };
  }

  /** Whether it could be removed. One that others are changing is left for the next time. */
  async #remove(id: string, guard: KeyGuard): Promise<boolean> {
    try {
      return (await this.#ports.changes.remove(id, guard, { action: "purged" })) !== null;
    } catch (error) {
      if (error instanceof KeyOperationError && error.code === "KEY_BUSY") return false;
      throw error;
    }
  }

  #arm(delay: number): void {
    this.#cancelTimer = this.#ports.timers.after(delay, () => {
      this.#arm(PURGE_INTERVAL);
      const { background, usage, removedKeys } = this.#ports;
      background.run("purge", async () => {
        await this.purge();
        await usage.purge();
        await forgetRemovals(this.#ports);
      });
      background.run("usage", () => removedKeys.repeat());
    });
  }
}
