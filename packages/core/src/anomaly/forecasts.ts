import { type Memory, Part } from "./memory.ts";
import { eighth, medianOfFive, sixth, within } from "./numbers.ts";
import type { Recent } from "./recent.ts";
import { DAY, type Season } from "./season.ts";

/** An error counts for at most so many times the usual one. */
const CLIP = 4;
const PACE = 0.01;
/** A forecaster that errs more than the best one, by this factor, has no say in what is usual. */
const COMPETENT = 0.7;
const HEARD = 0.5;

const [LAST, TREND, MEDIAN, FAST, SLOW, REPEATED, BY_DAY, BY_WEEK] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const;
const COUNT = 8;
// Cells after the forecasters' errors.
const [FAST_MEAN, SLOW_MEAN, LEANING, TROUBLE, SPREAD] = [8, 9, 10, 11, 12] as const;

/** Before so many observations, it is unknown what is far off, and nothing is held to be. */
export const SETTLING = 20;

/** What is known of the moment of an observation. */
export interface Moment {
  /** Observations before. */
  readonly count: number;
  /** Seconds since the first one. */
  readonly span: number;
  /** What values differ by at least: less is no difference. */
  readonly grain: number;
}

/** Of the observation under way: one for all detectors, since no two are under way at once. */
const forecasts = new Float64Array(COUNT);

/**
 * Eight forecasters, from "the same again" to "as at this hour of the week", each with a record of how
 * much it errs. What one of the good ones has foreseen is no surprise.
 */
export class Forecasts extends Part {
  readonly #recent: Recent;
  readonly #season: Season;
  /** What the value was off by from the common forecast. */
  off = 0;
  /** By how many times its usual error the forecaster was wrong that was least wrong. */
  strangeness = 0;

  constructor(memory: Memory, { recent, season }: { recent: Recent; season: Season }) {
    super(memory, 13);
    this.#recent = recent;
    this.#season = season;
  }

  /** The usual error of the common forecast. */
  get spread(): number {
    return this.read(SPREAD);
  }

  /** A level that one or two odd values do not change. */
  get level(): number {
    return forecasts[MEDIAN] ?? 0;
  }

  get levelError(): number {
    return this.read(FAST);
  }

  errorBy(season: "day" | "week"): number {
    return this.read(season === "day" ? BY_DAY : BY_WEEK);
  }

  judge(value: number, { count, span, grain }: Moment): void {
    this.#forecast(count);
    const heard = forecasters(span);
    const best = this.#leastError(heard);
    let weights = 0;
    let sum = 0;
    let strangeness = Infinity;
    for (let each = 0; each < heard; each += 1) {
      const error = this.read(each);
      const skill = (best + 1e-30) / (error + 1e-30);
      const forecast = forecasts[each] ?? 0;
      if (skill > HEARD) {
        const weight = sixth(skill);
        weights += weight;
        sum += weight * forecast;
      }
      if (skill > COMPETENT) {
        strangeness = Math.min(
          strangeness,
          Math.abs(value - forecast) / Math.max(error, grain, 1e-30),
        );
      }
    }
    this.off = value - sum / weights;
    this.strangeness = Math.min(
      strangeness,
      Math.abs(this.off) / Math.max(this.read(SPREAD), grain, 1e-30),
      1e6,
    );
  }

  learn(value: number, { count, span, grain }: Moment): void {
    const pace = Math.max(PACE, 1 / (count + 1));
    const isNew = count < SETTLING;
    const best = this.#leastError(forecasters(span));
    const slowOff = value - (forecasts[SLOW] ?? 0);
    const usual = isNew ? Infinity : CLIP * Math.max(this.read(SLOW), grain);
    for (let each = 0; each < COUNT; each += 1) {
      const error = Math.abs(value - (forecasts[each] ?? 0));
      const most = isNew ? error : Math.max(CLIP * Math.max(this.read(each), best), grain);
      this.approach(each, Math.min(error, most), pace);
    }
    const off = Math.abs(this.off);
    const most = isNew ? off : Math.max(CLIP * this.read(SPREAD), grain);
    this.approach(SPREAD, Math.min(off, most), pace);
    this.approach(FAST_MEAN, value, Math.max(0.3, 1 / (count + 1)));
    this.#learnSlow(within(slowOff, usual), count);
  }

  #forecast(count: number): void {
    const recent = this.#recent;
    const last = recent.back(1);
    forecasts[LAST] = last;
    forecasts[TREND] = count > 1 ? last + 0.7 * (last - recent.back(2)) : last;
    forecasts[MEDIAN] =
      recent.count < 5
        ? last
        : medianOfFive(last, recent.back(2), recent.back(3), recent.back(4), recent.back(5));
    forecasts[FAST] = this.read(FAST_MEAN);
    forecasts[SLOW] = this.read(SLOW_MEAN);
    forecasts[REPEATED] = recent.repeated;
    forecasts[BY_DAY] = this.#season.byDay;
    forecasts[BY_WEEK] = this.#season.byWeek;
  }

  #leastError(heard: number): number {
    let least = Infinity;
    for (let each = 0; each < heard; each += 1) least = Math.min(least, this.read(each));
    return least;
  }

  /** A mean that hurries where it is wrong in one direction for long. */
  #learnSlow(off: number, count: number): void {
    this.approach(LEANING, off, 0.05);
    this.approach(TROUBLE, Math.abs(off), 0.05);
    const trouble = this.read(TROUBLE);
    const oneSided = trouble > 0 ? Math.abs(this.read(LEANING)) / trouble : 0;
    const rate = Math.max(0.02, 1 / (count + 1), 0.15 * eighth(oneSided));
    this.write(SLOW_MEAN, this.read(SLOW_MEAN) + rate * off);
  }
}

/** Who is asked: those that go by the clock only after they could see it go round. */
function forecasters(span: number): number {
  if (span > 8 * DAY) return COUNT;
  return span > 1.5 * DAY ? BY_WEEK : BY_DAY;
}
