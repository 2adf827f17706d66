import { type Memory, Part } from "./memory.ts";
import { Tail } from "./tail.ts";

/** Over how many observations, more or less. */
const HORIZON = 12;

/** Whether forecasts err more, or less, than they usually do, several together. */
export class Liveliness extends Part {
  readonly #more: Tail;
  readonly #less: Tail;

  constructor(memory: Memory) {
    super(memory, 1);
    this.#more = new Tail(memory, HORIZON);
    this.#less = new Tail(memory, HORIZON);
  }

  /** @param error What the forecast was off by, as often as it is usually. */
  judgeAndLearn(error: number, count: number): number {
    this.approach(0, Math.min(error, 5), 1 / HORIZON);
    if (count <= 60) return 0;
    const ratio = Math.log(this.read(0) + 0.01);
    const tail = ratio > 0 ? this.#more : this.#less;
    const surprise = tail.surprise(Math.abs(ratio));
    tail.learn(Math.abs(ratio), surprise);
    return surprise;
  }
}
