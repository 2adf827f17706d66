import type { Clock } from "../port/clock.ts";

/**
 * Milliseconds since this was made that never go back: where the clock is set back, time stands still for
 * that reading and goes on from there. A limit that was reached at ten past is then over a window later,
 * whatever the clock says.
 */
export class SteadyTime {
  #last: number;
  #elapsed = 0;

  constructor(clock: Clock) {
    this.#last = clock.now();
  }

  /** As it was told last. */
  get latest(): number {
    return this.#elapsed;
  }

  /** `now`: what the clock says. */
  at(now: number): number {
    if (now !== this.#last) {
      if (now > this.#last) this.#elapsed += now - this.#last;
      this.#last = now;
    }
    return this.#elapsed;
  }
}
