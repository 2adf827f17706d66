import { HELD_OUT_BASES, TUNED_BASES } from "./bases.ts";
import { SERIES_EVENTS, type SeriesEventName } from "./events.ts";
import { type LabelledSeries, type SeriesWish, labelledSeries } from "./labelled-series.ts";

type BaseName = SeriesWish["base"];

/** What cannot be told from what is usual there: nothing where there is mostly nothing, and the like. */
const UNSEEN: Partial<Record<BaseName, readonly SeriesEventName[]>> = {
  sparseCounts: ["dip", "stuck", "silence", "leak"],
  burstyCounts: ["dip", "stuck"],
  regimes: ["otherSeason"],
  processor: ["dip", "otherSeason"],
  dutyCycle: ["otherSeason"],
  heavyNoise: ["leak"],
  price: ["leak", "plateau"],
  clicks: ["dip"],
  queue: ["dip", "stuck", "silence"],
};

/** Bases with a season that a change of season shows in. */
const SEASONAL: ReadonlySet<BaseName> = new Set(["traffic", "thermometer", "counter", "taxi"]);

const EVENT_NAMES = Object.keys(SERIES_EVENTS).filter((name): name is SeriesEventName =>
  Object.hasOwn(SERIES_EVENTS, name),
);

export const isTuned = (base: string): boolean => Object.hasOwn(TUNED_BASES, base);

const isBase = (name: string): name is BaseName =>
  Object.hasOwn(TUNED_BASES, name) || Object.hasOwn(HELD_OUT_BASES, name);

export const BASE_NAMES: readonly BaseName[] = Object.keys({
  ...TUNED_BASES,
  ...HELD_OUT_BASES,
}).filter(isBase);

/** One series for every base and event that can be seen in it, and one without an event, per seed. */
export function* seriesSuite(
  bases: readonly BaseName[],
  seeds: readonly string[],
): Generator<LabelledSeries> {
  for (const base of bases) {
    for (const seed of seeds) {
      yield labelledSeries({ seed: `${seed}:none`, base, events: [] });
      for (const event of eventsOf(base)) {
        // Twice: what has happened before must be found again.
        const events = event === "levelShift" ? [event] : [event, event];
        yield labelledSeries({ seed: `${seed}:${event}`, base, events });
      }
    }
  }
}

function eventsOf(base: BaseName): readonly SeriesEventName[] {
  return EVENT_NAMES.filter(
    (event) =>
      UNSEEN[base]?.includes(event) !== true && (event !== "otherSeason" || SEASONAL.has(base)),
  );
}
