import { type Memory, Part } from "./memory.ts";
import { TwoSided } from "./two-sided.ts";

/** Over how many observations, more or less. */
const HORIZON = 12;

/** Whether forecasts err more, or less, than they usually do, several together. */
export class Liveliness extends Part {
  readonly #tails: TwoSided;

  constructor(memory: Memory) {
    super(memory, 1);
    this.#tails = new TwoSided(memory, HORIZON);
  }

  /** @param error What the forecast was off by, as often as it is usually. */
  judgeAndLearn(error: number, count: number): number {
    this.approach(0, Math.min(error, 5), 1 / HORIZON);
    if (count <= 60) return 0;
    return this.#tails.judgeAndLearn(Math.log(this.read(0) + 0.01));
  }
}
