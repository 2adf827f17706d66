/** How many things begin in one turn of the event loop. */
export const STARTS_PER_TURN = 4;

/**
 * Lets few things begin in one turn of the event loop, in the order in which they came. A store that is in
 * this process, as SQLite is, answers without ever going back to the loop: thousands of look-ups
 * that begin at once would otherwise keep all others waiting until the last of them has ended.
 *
 * How many are under way at once is not bounded: a store that is far away is asked as quickly as turns go by.
 */
export class PacedStarts {
  readonly #waiting: (() => void)[] = [];
  #left = STARTS_PER_TURN;
  #isTurning = false;

  /** Calls `start` as soon as it is its turn, at once where few came before it. */
  async run<T>(start: () => Promise<T>): Promise<T> {
    if (this.#left === 0) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    } else {
      this.#left -= 1;
      this.#turn();
    }
    return start();
  }

  #turn(): void {
    if (this.#isTurning) return;
    this.#isTurning = true;
    setImmediate(() => {
      this.#isTurning = false;
      const next = this.#waiting.splice(0, STARTS_PER_TURN);
      this.#left = STARTS_PER_TURN - next.length;
      for (const begin of next) begin();
      if (next.length > 0) this.#turn();
    });
  }
}
