import { type Memory, Part } from "./memory.ts";

/** The share of all values that is the tail. */
const SHARE = 0.04;
const AT_EDGE = -Math.log10(SHARE);
/** So many values of the tail are remembered: older ones fade. */
const REMEMBERED = 100;
/** What is expected before anything is known counts as much as so many values of the tail. */
const PRIOR = 8;
/** A value counts for at most so many times the mean excess: one event must not hide the next. */
const CLIP = 12;
/** Of fewer values than these, nothing is known. */
const KNOWN = 5;
/** From here on a value is no part of what is usual, and is learned with less weight. */
const UNUSUAL = 3.5;
const UNUSUAL_WEIGHT = 0.25;
/** What was unusual before is not rarer than once in the observations since, times this power of ten. */
const RECURRENCE = 2.5;
const FADE = 0.99995;
/** Observations before which nothing is held to have been unusual. */
const FAMILIAR = 300;
/** A surprise that nothing is left to tell of. */
export const MOST = 40;

const [MEAN, EDGE, COUNT, IN_TAIL, EXCESS, SQUARE, SEEN, RECORD, HOT, TURN] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const;

/** Of the tail that is asked: one for all, since no two are asked at once. */
const fit = { excess: 0, shape: 0 };

/**
 * How surprising a value of at least 0 is, by what came before: peaks over a threshold. The threshold
 * is a quantile that is tracked; what exceeds it is taken for a generalized Pareto distribution, fitted
 * by its first two moments. A kind of surprise that has come before is bounded by how often it came.
 */
export class Tail extends Part {
  /** Values are alike for so long: one of so many is learned from. */
  readonly #every: number;

  constructor(memory: Memory, every: number) {
    super(memory, 10);
    this.#every = every;
  }

  /** What all but the tail stays under. */
  get edge(): number {
    return this.read(EDGE);
  }

  /** −log10 of how likely such a value is, 0 for what is usual. */
  surprise(value: number): number {
    const edge = this.read(EDGE);
    const over = value - edge;
    if (this.read(COUNT) < KNOWN) return 0;
    if (!(over > 0)) return 0;
    this.#fit();
    if (fit.excess <= 0) return MOST;
    const scale = fit.excess * (1 - fit.shape);
    const log =
      fit.shape < 0.01 ? over / scale : Math.log1p((fit.shape * over) / scale) / fit.shape;
    const surprise = Math.min(MOST, log / Math.LN10 + AT_EDGE);
    const seen = this.read(SEEN);
    if (seen === 0 || value >= 1.3 * this.read(RECORD)) return surprise;
    const often = Math.log10((this.read(COUNT) * this.#every) / seen);
    return Math.min(surprise, Math.max(0, often) + RECURRENCE);
  }

  learn(value: number, surprise: number): void {
    this.#note(value, surprise);
    const turn = this.read(TURN) + 1;
    this.write(TURN, turn % this.#every);
    if (turn < this.#every) return;
    const weight = surprise > UNUSUAL ? UNUSUAL_WEIGHT : 1;
    const count = Math.min(1e6, this.read(COUNT) + 1);
    const mean = this.read(MEAN);
    const edge = this.read(EDGE);
    this.write(COUNT, count);
    const usual = count > 20 ? Math.min(value, 8 * mean + edge) : value;
    this.approach(MEAN, usual, weight * Math.max(0.002, 1 / count));
    if (count === 1) {
      this.write(EDGE, 2 * value);
      return;
    }
    const step = weight * Math.max(0.1, 10 / count) * this.read(MEAN);
    const over = value - edge;
    if (over > 0) {
      this.write(EDGE, edge + Math.min(over, step * (1 - SHARE)));
      this.#learnExcess(over, weight);
    } else {
      this.write(EDGE, edge - Math.min(edge, step * SHARE));
    }
  }

  /** Remembers how often and how large what was unusual has been. */
  #note(value: number, surprise: number): void {
    const wasHot = this.read(HOT) > 0;
    // What is unusual at first is so for want of knowledge.
    const isHot = surprise > UNUSUAL && this.read(COUNT) * this.#every >= FAMILIAR;
    this.write(SEEN, this.read(SEEN) * FADE + (isHot && !wasHot ? 1 : 0));
    this.write(RECORD, isHot ? Math.max(value, this.read(RECORD)) : this.read(RECORD) * FADE);
    this.write(HOT, isHot || (wasHot && surprise > UNUSUAL / 2) ? 1 : 0);
  }

  #learnExcess(over: number, weight: number): void {
    this.#fit();
    const clipped = Math.min(over, CLIP * fit.excess);
    const known = this.read(IN_TAIL) + 1;
    this.write(IN_TAIL, known);
    const rate = weight / Math.min(REMEMBERED, known);
    this.approach(EXCESS, clipped, rate);
    this.approach(SQUARE, clipped * clipped, rate);
  }

  #fit(): void {
    const known = Math.min(REMEMBERED, this.read(IN_TAIL));
    const share = known / (known + PRIOR);
    const prior = Math.max(this.read(MEAN), 0.2 / Math.sqrt(this.#every));
    const excess = share * this.read(EXCESS) + (1 - share) * prior;
    const square = share * this.read(SQUARE) + (1 - share) * 2 * prior * prior;
    const ratio = (excess * excess) / Math.max(1e-30, square - excess * excess);
    fit.excess = excess;
    fit.shape = Math.min(0.45, Math.max(0, 0.5 * (1 - ratio)));
  }
}
