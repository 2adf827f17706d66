import type { Background } from "../background/background.ts";
import { Repeating } from "../background/repeating.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { Timers } from "../port/timers.ts";
import type { AuditChain } from "./chain.ts";
import type { Expiries } from "./expiries.ts";
import type { KeyChanges } from "./key-changes.ts";

/** Milliseconds from the start of a process to its first sweep, and between sweeps. */
export const FIRST_SWEEP = 1_000;
export const SWEEP_INTERVAL = 30_000;

/** Records that are read at once. */
const BATCH = 100;

export interface AuditSweepParts {
  readonly store: KeyStore;
  readonly chain: AuditChain;
  readonly changes: KeyChanges;
  readonly expiries: Expiries;
  readonly timers: Timers;
  readonly background: Background;
}

/** Tells, at the start and from time to time, what processes that died had still to tell, and what has expired. */
export class AuditSweep {
  readonly #parts: AuditSweepParts;
  readonly #repeating: Repeating;

  constructor(parts: AuditSweepParts) {
    this.#parts = parts;
    this.#repeating = new Repeating(parts.timers, parts.background);
    const rhythm = { first: FIRST_SWEEP, interval: SWEEP_INTERVAL };
    this.#repeating.start("audit", rhythm, () => this.run());
  }

  /** Rejects with the first failure, after all that can be told has been. */
  async run(): Promise<void> {
    await this.#parts.chain.settled();
    await this.#parts.expiries.tell();
    await this.#tellPending();
  }

  async #tellPending(): Promise<void> {
    const { store, changes } = this.#parts;
    for (;;) {
      const records = await store.findPending(BATCH);
      const failures: unknown[] = [];
      for (const record of records) {
        await changes.drain(record).catch((error: unknown) => failures.push(error));
      }
      if (records.length === BATCH && failures.length < BATCH) continue;
      if (failures.length > 0) throw failures[0];
      return;
    }
  }

  /** No more sweeps. */
  stop(): void {
    this.#repeating.stop();
  }
}
