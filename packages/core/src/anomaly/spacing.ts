import { type Memory, Part } from "./memory.ts";

/** A gap of more observations than these says nothing of what was in it. */
export const LONGEST_GAP = 64;
/** How far from a whole number of steps a moment may be, in steps. */
const TOLERANCE = 0.15;

const [FIRST, LAST, STEP] = [0, 1, 2] as const;
const IRREGULARITY = 0;

/** When observations come: how far apart, and how many are missing in between. */
export class Spacing extends Part {
  readonly #doubles: Float64Array;
  readonly #first: number;

  constructor(memory: Memory, doubles: Float64Array, first: number) {
    super(memory, 1);
    this.#doubles = doubles;
    this.#first = first;
  }

  static readonly TIMES = 3;

  /** Seconds since the first observation. */
  get span(): number {
    return this.#time(LAST) - this.#time(FIRST);
  }

  /** Seconds between observations; 0 while nobody knows. */
  get step(): number {
    return this.#time(STEP);
  }

  begin(time: number): void {
    this.#set(FIRST, time);
    this.#set(LAST, time);
  }

  /** Takes note of the next observation and answers how many are missing before it; 0 where none can be. */
  advance(time: number): number {
    const passed = time - this.#time(LAST);
    // A clock that was put back, or two observations at once: the order in which they come is what counts.
    if (passed <= 0) return 0;
    this.#set(LAST, time);
    if (this.step === 0) this.#set(STEP, passed);
    const steps = passed / this.step;
    const whole = Math.round(steps);
    const isWhole = whole > 0 && Math.abs(steps - whole) < TOLERANCE;
    if (isWhole && whole === 1) {
      this.#set(STEP, this.step + 0.1 * (passed - this.step));
      this.approach(IRREGULARITY, 0, 0.02);
    } else if (isWhole && whole <= LONGEST_GAP) {
      this.approach(IRREGULARITY, 0, 0.005);
    } else {
      this.approach(IRREGULARITY, 1, 0.02);
      this.#set(STEP, this.step * (steps > 1 ? 1.05 : 0.95));
    }
    return this.read(IRREGULARITY) < 0.3 ? Math.max(0, whole - 1) : 0;
  }

  #time(cell: number): number {
    return this.#doubles[this.#first + cell] ?? 0;
  }

  #set(cell: number, time: number): void {
    this.#doubles[this.#first + cell] = time;
  }
}
