import type { Background } from "../background/background.ts";
import { Repeating } from "../background/repeating.ts";
import type { Clock } from "../port/clock.ts";
import type { Timers } from "../port/timers.ts";
import type { WebhookStore } from "../port/webhook-store.ts";

const DAY = 24 * 60 * 60 * 1_000;

/** Milliseconds for which deliveries stay in the log after they have ended. */
export const DELIVERIES_KEPT = { delivered: 7 * DAY, failed: 30 * DAY } as const;

/** Milliseconds to the first purge, and from one to the next. */
const FIRST_PURGE = 5 * 60 * 1_000;
const PURGE_INTERVAL = 60 * 60 * 1_000;

const BATCH = 1_000;

export interface DeliveryPurgerPorts {
  readonly store: WebhookStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
}

/** Removes deliveries that have been in the log for long enough. */
export class DeliveryPurger {
  readonly #ports: DeliveryPurgerPorts;
  readonly #repeating: Repeating;

  constructor(ports: DeliveryPurgerPorts) {
    this.#ports = ports;
    this.#repeating = new Repeating(ports.timers, ports.background);
  }

  start(): void {
    const rhythm = { first: FIRST_PURGE, interval: PURGE_INTERVAL };
    this.#repeating.start("webhooks", rhythm, () => this.#purge());
  }

  stop(): void {
    this.#repeating.stop();
  }

  async #purge(): Promise<void> {
    const { store, clock } = this.#ports;
    for (const state of ["delivered", "failed"] as const) {
      const endedBefore = new Date(clock.now() - DELIVERIES_KEPT[state]);
      const removal = { state, endedBefore, limit: BATCH };
      for (let more = true; more;) more = (await store.removeEnded(removal)) === BATCH;
    }
  }
}
