import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { Timers } from "../port/timers.ts";
import { inTime } from "./deadline.ts";
import { Snapshot } from "./snapshot.ts";

/** Milliseconds for which it is believed that a store has no keys of other systems. */
export const NO_FOREIGN_MEMORY = 60_000;

export interface ForeignKeysPorts {
  readonly store: Pick<KeyStore, "hasForeign">;
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * Whether there are keys of other systems at all. Where there are none, what is not of our form is
 * refused without a look-up; the store is asked once a minute at the most. Once there are some, that
 * is believed for good.
 */
export class ForeignKeys {
  readonly #ports: ForeignKeysPorts;
  readonly #answer = new Snapshot<boolean>();
  #some = false;

  constructor(ports: ForeignKeysPorts) {
    this.#ports = ports;
  }

  /** As known at `now` (milliseconds since the epoch); `undefined` where the store has to be asked. */
  known(now: number): boolean | undefined {
    return this.#some || this.#answer.within(NO_FOREIGN_MEMORY, now);
  }

  /** Rejects where the store has to be asked and does not answer. */
  async any(): Promise<boolean> {
    const { store, clock, timers } = this.#ports;
    const known = this.known(clock.now());
    if (known !== undefined) return known;
    const ask = () => inTime(() => store.hasForeign(), timers);
    if (await this.#answer.confirm(ask, NO_FOREIGN_MEMORY, clock)) this.#some = true;
    return this.#some;
  }

  /** To be called when some were brought in. */
  arrived(): void {
    this.#some = true;
  }
}
