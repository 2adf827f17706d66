import { type Memory, Part } from "./memory.ts";
import { type Forecasts, type Moment, SETTLING } from "./forecasts.ts";
import { eighth, within } from "./numbers.ts";
import { DAY, type Season } from "./season.ts";
import { TwoSided } from "./two-sided.ts";

/** Over how many observations, more or less, it is looked whether values are off together. */
const HORIZONS = [1, 4, 25] as const;
const PACE = 0.004;
/** A season is one if it errs less than a slow mean by this factor. */
const CLEARLY = 0.8;
/** Before a week has been seen, a day that differs may be a Saturday. */
const FIRST_WEEK = 0.6;
/** Before two days have been seen, a level that differs may be the evening's: */
const FIRST_DAYS = 0.5;
/** in a series whose observations are not seconds apart, which ends before a day does. */
const MINUTE = 60;

const [BASE, BASE_ERROR, LEANING, TROUBLE, ERROR, MEANS] = [0, 1, 2, 3, 4, 5] as const;

/**
 * Whether values are where they are usually at this time, alone and several together: what shows a shift
 * of the level, a slow leak or a day that is not like others, where each value follows from the last.
 * Usual is what the season says, where it says more than a slow mean.
 */
export class Context extends Part {
  readonly #tails: readonly TwoSided[];
  readonly #season: Season;
  readonly #forecasts: Forecasts;
  /** The largest surprise of those that were judged last. */
  surprise = 0;
  /** What was usual when a value was judged last; NaN while none was, as after a restart. */
  center = Number.NaN;

  constructor(memory: Memory, { season, forecasts }: { season: Season; forecasts: Forecasts }) {
    super(memory, MEANS + HORIZONS.length);
    this.#tails = HORIZONS.map((horizon) => new TwoSided(memory, horizon));
    this.#season = season;
    this.#forecasts = forecasts;
  }

  /** How far above and below `center` values usually are. */
  get reach(): { readonly up: number; readonly down: number } {
    const error = this.read(ERROR);
    const { up = 0, down = 0 } = this.#tails[0]?.edges ?? {};
    return { up: up * error, down: down * error };
  }

  judgeAndLearn(value: number, { count, span, grain }: Moment): void {
    const season = this.#chosenSeason(span);
    this.center = season === null ? this.read(BASE) : this.#expectedBy(season);
    const off = value - this.center;
    const error = Math.max(this.read(ERROR), grain, 1e-30);
    const trust = trustIn(season, span, span / count);
    this.surprise = 0;
    for (let index = 0; index < HORIZONS.length; index += 1) {
      const horizon = HORIZONS[index] ?? 1;
      const cell = MEANS + index;
      this.approach(cell, within(off, 8 * error), 1 / horizon);
      if (count < SETTLING) continue;
      const surprise = this.#tails[index]?.judgeAndLearn(this.read(cell) / error) ?? 0;
      this.surprise = Math.max(this.surprise, trust * surprise);
    }
    const most = count < SETTLING ? Infinity : Math.max(4 * this.read(ERROR), grain);
    this.approach(ERROR, Math.min(Math.abs(off), most), Math.max(0.005, 1 / (count + 1)));
    this.#learnBase(value, { count, grain });
  }

  #chosenSeason(span: number): "day" | "week" | null {
    if (span <= 1.5 * DAY) return null;
    const byDay = this.#forecasts.errorBy("day");
    const byWeek = span > 8 * DAY ? this.#forecasts.errorBy("week") : Infinity;
    if (Math.min(byDay, byWeek) >= CLEARLY * this.read(BASE_ERROR)) return null;
    return byWeek < byDay ? "week" : "day";
  }

  #expectedBy(season: "day" | "week"): number {
    return season === "day" ? this.#season.byDay : this.#season.byWeek;
  }

  #learnBase(value: number, { count, grain }: Pick<Moment, "count" | "grain">): void {
    const isNew = count < SETTLING;
    const off = value - this.read(BASE);
    const most = isNew ? Infinity : 4 * Math.max(this.read(BASE_ERROR), grain);
    const clipped = within(off, most);
    this.approach(LEANING, clipped, PACE);
    this.approach(TROUBLE, Math.abs(clipped), PACE);
    const trouble = this.read(TROUBLE);
    const oneSided = count > 300 && trouble > 0 ? Math.abs(this.read(LEANING)) / trouble : 0;
    this.approach(BASE_ERROR, Math.min(Math.abs(off), most), Math.max(0.01, 1 / (count + 1)));
    const rate = Math.max(PACE, 1 / (count + 1), 0.1 * eighth(oneSided * oneSided));
    this.write(BASE, this.read(BASE) + rate * clipped);
  }
}

function trustIn(season: "day" | "week" | null, span: number, step: number): number {
  if (season === "day" && span < 8 * DAY) return FIRST_WEEK;
  return season === null && span < 2 * DAY && step >= MINUTE ? FIRST_DAYS : 1;
}
