import type { Memory } from "./memory.ts";
import { Tail } from "./tail.ts";

/** What lies above and what lies below, each with a tail of its own: of many series one is heavier. */
export class TwoSided {
  readonly #up: Tail;
  readonly #down: Tail;

  /** @param every Values are alike for so long. */
  constructor(memory: Memory, every: number) {
    this.#up = new Tail(memory, every);
    this.#down = new Tail(memory, every);
  }

  /** What nearly all values stay under, as far above and as far below 0. */
  get edges(): { readonly up: number; readonly down: number } {
    return { up: this.#up.edge, down: this.#down.edge };
  }

  judgeAndLearn(value: number): number {
    const isUp = value > 0;
    const size = Math.abs(value);
    const surprise = (isUp ? this.#up : this.#down).surprise(size);
    this.#up.learn(isUp ? size : 0, isUp ? surprise : 0);
    this.#down.learn(isUp ? 0 : size, isUp ? 0 : surprise);
    return surprise;
  }
}
