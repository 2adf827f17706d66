import { Context } from "./context.ts";
import { Counter } from "./counter.ts";
import { Forecasts, SETTLING } from "./forecasts.ts";
import { Liveliness } from "./liveliness.ts";
import { Memory } from "./memory.ts";
import { within } from "./numbers.ts";
import { Onset } from "./onset.ts";
import { Recent } from "./recent.ts";
import { Season } from "./season.ts";
import { LONGEST_GAP, Spacing } from "./spacing.ts";
import { Stillness } from "./stillness.ts";
import { Tail } from "./tail.ts";
import { secondsOf } from "./time-unit.ts";
import { TwoSided } from "./two-sided.ts";

/** Bytes that a detector's memory has, whatever it sees. */
export const DETECTOR_SIZE = 4_096;

/** What memories begin with: those of another version are not restored. */
const VERSION = 1;
/** So many observations are only learned from. */
const LEARNING = 40;
/** Over so many more, trust grows in what was learned. */
const GROWING = 300;
/** There are several experts, and one of them is surprised sooner than each is. */
const SEVERAL = 0.9;
/** A difference of less than this share of the smallest that is seen is none. */
const GRAIN = 1;
/** Beyond, digits are lost that nothing here needs. */
const LARGEST = 1e15;

const [VERSION_CELL, UNIT_OF_TIME, COUNT, ORIGIN, UNIT, SMALLEST, LEAST] = [
  0, 1, 2, 3, 4, 5, 6,
] as const;
const TIMES = 7;
const COUNTER_CELLS = TIMES + Spacing.TIMES;
const DOUBLES = COUNTER_CELLS + Counter.CELLS;

/** What a value was held against: what is usual, in the series' own unit. */
export interface UsualRange {
  readonly low: number;
  readonly high: number;
}

/**
 * One value that nothing has foreseen; values that are off from what is usual at this time, one or several
 * together; values that vary more or less than usual; a stretch like none before; a value that stays the same.
 */
export type Cause = "value" | "level" | "spread" | "shape" | "stuck";

export interface Detector {
  /**
   * How unusual a value is, from 0 to 1: 0.5 is an alarm, about one in ten thousand observations of a
   * series that nothing happens to. An event scores high at its onset only. The first observations
   * score 0, and so does what is missing: a value that is null or not finite.
   *
   * @param time Seconds, milliseconds, microseconds or nanoseconds since 1970 (told apart by the size of
   *   the first one), or a date. Any spacing; times that go back are taken in the order they come in.
   * @throws {RangeError} for a time that is none.
   */
  observe(time: number | Date, value: number | null): number;
  /** What would have been usual instead of the last value; null while nobody knows, and after a restart. */
  usual(): UsualRange | null;
  /** What the last score is mostly about. */
  readonly cause: Cause;
  /** Whether the series is taken for a counter: then `usual` is about what it grows by. */
  readonly isCounter: boolean;
  /** All that was learned, `DETECTOR_SIZE` bytes: for `createDetector` to go on with. */
  save(): Uint8Array;
}

export interface DetectorOptions {
  /** What `save` answered: goes on from there, exactly. */
  readonly saved?: Uint8Array;
}

/**
 * Finds what is unusual in a series of any kind, one observation at a time, in constant time and memory.
 *
 * @throws {RangeError} for saved bytes that are not a detector's of this version.
 */
export function createDetector({ saved }: DetectorOptions = {}): Detector {
  const detector = new StreamingDetector();
  if (saved !== undefined) detector.restore(saved);
  return detector;
}

/** Of the observation under way: one for all detectors, since no two are under way at once. */
const moment = { count: 0, span: 0, grain: 0 };

class StreamingDetector implements Detector {
  readonly #memory = new Memory(DETECTOR_SIZE, DOUBLES * Float64Array.BYTES_PER_ELEMENT);
  /** What needs all its digits: lies at the beginning of the memory. */
  readonly #doubles: Float64Array;
  readonly #counter: Counter;
  readonly #spacing: Spacing;
  readonly #recent: Recent;
  readonly #season: Season;
  readonly #forecasts: Forecasts;
  readonly #context: Context;
  readonly #liveliness: Liveliness;
  readonly #stillness: Stillness;
  readonly #onset: Onset;
  readonly #single: TwoSided;
  readonly #shape: Tail;
  #cause: Cause = "value";

  constructor() {
    const memory = this.#memory;
    this.#doubles = new Float64Array(memory.bytes.buffer, 0, DOUBLES);
    this.#counter = new Counter(this.#doubles, COUNTER_CELLS);
    this.#spacing = new Spacing(memory, this.#doubles, TIMES);
    this.#recent = new Recent(memory);
    this.#onset = new Onset(memory);
    this.#stillness = new Stillness(memory);
    this.#liveliness = new Liveliness(memory);
    this.#single = new TwoSided(memory, 1);
    this.#shape = new Tail(memory, 10);
    this.#season = new Season(memory);
    this.#forecasts = new Forecasts(memory, { recent: this.#recent, season: this.#season });
    this.#context = new Context(memory, { season: this.#season, forecasts: this.#forecasts });
    this.#doubles[VERSION_CELL] = VERSION;
  }

  get cause(): Cause {
    return this.#cause;
  }

  get isCounter(): boolean {
    return this.#counter.isCounter;
  }

  observe(time: number | Date, value: number | null): number {
    const at = Number(time);
    if (!Number.isFinite(at)) throw new RangeError(`${String(time)} is no time.`);
    if (value === null || !Number.isFinite(value)) return 0;
    if (this.#cell(UNIT_OF_TIME) === 0) this.#doubles[UNIT_OF_TIME] = secondsOf(time);
    const seconds = at * this.#cell(UNIT_OF_TIME);
    const reading = this.#counter.read(value);
    if (reading.kind === "reset") {
      this.#spacing.advance(seconds);
      return 0;
    }
    if (reading.kind === "anew") this.#beginAnew();
    return reading.value === null ? 0 : this.#observe(seconds, reading.value);
  }

  usual(): UsualRange | null {
    const { center } = this.#context;
    if (this.#cell(COUNT) <= LEARNING || Number.isNaN(center)) return null;
    const unit = this.#cell(UNIT) || 1;
    const { up, down } = this.#context.reach;
    const low = this.#cell(ORIGIN) + unit * (center - down);
    // Where nothing was ever below 0, nothing below 0 is usual.
    const isNeverNegative = this.#cell(LEAST) >= 0;
    return {
      low: isNeverNegative ? Math.max(0, low) : low,
      high: this.#cell(ORIGIN) + unit * (center + up),
    };
  }

  save(): Uint8Array {
    return this.#memory.bytes.slice();
  }

  restore(saved: Uint8Array): void {
    const isOurs =
      saved.length === DETECTOR_SIZE &&
      new DataView(saved.buffer, saved.byteOffset).getFloat64(0, true) === VERSION;
    if (!isOurs) throw new RangeError("These bytes are not what a detector of this version saved.");
    this.#memory.bytes.set(saved);
  }

  #beginAnew(): void {
    const unitOfTime = this.#cell(UNIT_OF_TIME);
    const counter = this.#doubles.slice(COUNTER_CELLS, DOUBLES);
    this.#memory.forget();
    this.#doubles[VERSION_CELL] = VERSION;
    this.#doubles[UNIT_OF_TIME] = unitOfTime;
    this.#doubles.set(counter, COUNTER_CELLS);
  }

  #observe(time: number, value: number): number {
    const count = this.#cell(COUNT);
    this.#doubles[COUNT] = count + 1;
    if (count === 0) {
      this.#doubles[ORIGIN] = value;
      this.#doubles[LEAST] = value;
      this.#spacing.begin(time);
      this.#recent.push(0);
      return 0;
    }
    this.#doubles[LEAST] = Math.min(value, this.#cell(LEAST));
    this.#bridge(this.#spacing.advance(time));
    const scaled = this.#scaled(value);
    this.#season.forecast(time, this.#spacing.step);
    const surprise = this.#judgeAndLearn(scaled);
    this.#recent.push(scaled);
    if (count < LEARNING || this.#counter.isLikely) return 0;
    const trust = Math.min(1, (count - LEARNING) / GROWING);
    return this.#onset.score(SEVERAL * trust * surprise, this.#forecasts);
  }

  /** In a unit of the series' own, from its first value, so that single precision is enough. */
  #scaled(value: number): number {
    const off = value - this.#cell(ORIGIN);
    if (off === 0) return 0;
    if (this.#cell(UNIT) === 0) {
      this.#doubles[UNIT] = 2 ** Math.min(1_000, Math.floor(Math.log2(Math.abs(off))));
    }
    return Math.fround(within(off / this.#cell(UNIT), LARGEST));
  }

  /** What is missing is taken to have been as it was before, so that seasons stay in step. */
  #bridge(missing: number): void {
    if (missing > LONGEST_GAP) this.#recent.forget();
    else for (let each = 0; each < missing; each += 1) this.#recent.push(this.#recent.repeated);
  }

  #judgeAndLearn(value: number): number {
    this.#setMoment();
    const difference = Math.abs(value - this.#recent.back(1));
    const forecasts = this.#forecasts;
    forecasts.judge(value, moment);
    const strangeness = Math.min(
      forecasts.strangeness,
      this.#onset.strangenessBefore(value, moment.grain),
    );
    const single =
      moment.count < SETTLING
        ? 0
        : this.#single.judgeAndLearn(Math.sign(forecasts.off) * strangeness);
    this.#context.judgeAndLearn(value, moment);
    const spread = Math.max(forecasts.spread, moment.grain, 1e-30);
    // Of what never changed nothing varies less than usual.
    const isMoving = this.#cell(SMALLEST) > 0;
    const lively = isMoving
      ? this.#liveliness.judgeAndLearn(Math.abs(forecasts.off) / spread, moment.count)
      : 0;
    const shape = this.#shapeSurprise(spread);
    const still = this.#stillness.judgeAndLearn(difference === 0);
    forecasts.learn(value, moment);
    const most =
      moment.count < SETTLING ? Infinity : 4 * Math.max(forecasts.errorBy("day"), moment.grain);
    this.#season.learn(value, { step: this.#spacing.step, span: moment.span, most });
    if (difference > 0) this.#learnGrain(difference);
    const surprise = Math.max(single, this.#context.surprise, lively, shape, still);
    this.#cause =
      surprise === single
        ? "value"
        : surprise === this.#context.surprise
          ? "level"
          : surprise === lively
            ? "spread"
            : surprise === shape
              ? "shape"
              : "stuck";
    return surprise;
  }

  #setMoment(): void {
    moment.count = this.#cell(COUNT) - 1;
    moment.span = this.#spacing.span;
    moment.grain = GRAIN * this.#cell(SMALLEST);
  }

  #shapeSurprise(spread: number): number {
    if (this.#recent.lag === 0 || this.#recent.count <= 60) return 0;
    const distance = this.#recent.distance / spread;
    const surprise = this.#shape.surprise(distance);
    this.#shape.learn(distance, surprise);
    return surprise;
  }

  #learnGrain(difference: number): void {
    const smallest = this.#cell(SMALLEST);
    this.#doubles[SMALLEST] = smallest === 0 ? difference : Math.min(1.005 * smallest, difference);
  }

  #cell(cell: number): number {
    return this.#doubles[cell] ?? 0;
  }
}
