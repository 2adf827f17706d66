import { type BaseKind, HELD_OUT_BASES, TUNED_BASES } from "./bases.ts";
import { seededDraws } from "./draws.ts";
import { SERIES_EVENTS, type SeriesEventName } from "./events.ts";

/** Observations from `start` up to but without `end`, that an anomaly is in. */
export interface Window {
  readonly start: number;
  readonly end: number;
  readonly event: SeriesEventName;
}

export interface LabelledSeries {
  readonly base: string;
  /** Seconds since 1970. */
  readonly times: Float64Array;
  /** NaN where a value is missing. */
  readonly values: Float64Array;
  readonly windows: readonly Window[];
}

export interface SeriesWish {
  readonly seed: string;
  readonly base: keyof typeof TUNED_BASES | keyof typeof HELD_OUT_BASES;
  /** In the order in which they come, evenly spread over the series after its first quarter. */
  readonly events: readonly SeriesEventName[];
}

/** A Monday. */
const START = 1_767_571_200;

/** A series with these events in it, the same for the same seed. */
export function labelledSeries({ seed, base, events }: SeriesWish): LabelledSeries {
  const kind: BaseKind = { ...TUNED_BASES, ...HELD_OUT_BASES }[base];
  const draws = seededDraws(`${base}:${seed}`);
  const made = kind.make(draws, kind.length);
  const windows = events.map((event, index) => {
    const room = (kind.length * 0.75) / events.length;
    const start = Math.floor(kind.length * 0.25 + room * (index + draws.between(0.1, 0.4)));
    return { start, end: start + SERIES_EVENTS[event](made, start, draws), event };
  });
  const { jitter = 0, missing = 0 } = kind;
  const values = made.values.map((value) => made.finish(value));
  const times = values.map(
    (_, index) => START + kind.step * (index + jitter * draws.between(-1, 1)),
  );
  for (let at = 0; at < values.length; at += 1) if (draws.chance(missing)) values[at] = Number.NaN;
  return { base, times, values, windows };
}
