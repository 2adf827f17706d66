import { type Memory, Part } from "./memory.ts";

/** A surprise of one in a hundred thousand scores one half: it is an alarm. */
const HALF = 5;
/** For so many observations an event may still grow, and score anew where it has grown so much. */
const RISE = 10;
const LARGER = 1.6;
/** That it is under way scores less than an alarm, and ever less. */
const UNDER_WAY = 0.9;
const GLOWING = 0.985;
/** An event is over after so many usual observations. */
const QUIET = 40;
/** A larger one may begin before, after so many. */
const PAUSE = 10;
/** For so many observations it is no event that things are again as they were before. */
const REMEMBERED = 400;

const [IN_EVENT, PEAK, AGE, CALM, CALMEST, IS_KNOWN, SINCE, LEVEL, ERROR] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
] as const;

/** Turns surprises into scores, one alarm per event: high at its onset, then quiet. */
export class Onset extends Part {
  constructor(memory: Memory) {
    super(memory, 9);
  }

  /** How many times the usual error a value is away from where values were before the last event. */
  strangenessBefore(value: number, grain: number): number {
    if (this.read(IS_KNOWN) === 0) return Infinity;
    const since = this.read(SINCE) + 1;
    this.write(SINCE, since);
    if (since > REMEMBERED) this.write(IS_KNOWN, 0);
    if (since < 3) return Infinity;
    return Math.abs(value - this.read(LEVEL)) / Math.max(this.read(ERROR), grain, 1e-30);
  }

  /** @param before Where values were before this one, and what they were usually off by. */
  score(surprise: number, before: { readonly level: number; readonly levelError: number }): number {
    if (this.read(IN_EVENT) > 0) return scoreOf(this.#during(surprise, before));
    if (surprise >= HALF) this.#begin(surprise, before);
    return scoreOf(surprise);
  }

  #during(surprise: number, before: { level: number; levelError: number }): number {
    const age = this.read(AGE) + 1;
    const calm = surprise < HALF / 2 ? this.read(CALM) + 1 : 0;
    const peak = this.read(PEAK) * 0.998;
    this.write(AGE, Math.min(1e6, age));
    this.write(CALM, calm);
    this.write(CALMEST, Math.max(calm, this.read(CALMEST)));
    this.write(PEAK, peak);
    if (calm > QUIET) this.write(IN_EVENT, 0);
    const isLarger = surprise >= HALF && surprise >= LARGER * peak;
    if (age <= RISE && isLarger) {
      this.write(PEAK, surprise);
      return surprise;
    }
    if (this.read(CALMEST) > PAUSE && isLarger) {
      this.#begin(surprise, before);
      return surprise;
    }
    const glow = Math.min(UNDER_WAY * HALF, peak) * GLOWING ** age;
    return Math.max(glow, (0.8 * HALF * surprise) / (surprise + HALF));
  }

  #begin(surprise: number, before: { level: number; levelError: number }): void {
    this.write(IN_EVENT, 1);
    this.write(PEAK, surprise);
    this.write(AGE, 0);
    this.write(CALM, 0);
    this.write(CALMEST, 0);
    this.write(IS_KNOWN, 1);
    this.write(SINCE, 0);
    this.write(LEVEL, before.level);
    this.write(ERROR, before.levelError);
  }
}

function scoreOf(surprise: number): number {
  const square = (surprise / HALF) ** 2;
  return (square * square) / (square * square + 1);
}
