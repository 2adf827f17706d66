import type { Base } from "./bases.ts";
import type { Draws } from "./draws.ts";

/** Something unusual, put into a series from `start` on. Answers how many observations it lasts. */
export type SeriesEvent = (base: Base, start: number, draws: Draws) => number;

/** How many times the noise an event is. */
const size = (draws: Draws) => draws.between(5, 12);

function change(
  { values }: Base,
  start: number,
  length: number,
  changed: (value: number, index: number) => number,
): number {
  const end = Math.min(values.length, start + length);
  for (let at = start; at < end; at += 1) values[at] = changed(values[at] ?? 0, at - start);
  return end - start;
}

export const SERIES_EVENTS = {
  spike(base, start, draws) {
    const height = size(draws) * base.noise;
    return change(base, start, draws.whole(1, 3), (value) => value + height);
  },
  dip(base, start, draws) {
    const depth = size(draws) * base.noise;
    return change(base, start, draws.whole(1, 3), (value) => value - depth);
  },
  burst(base, start, draws) {
    const height = size(draws) * base.noise;
    return change(base, start, draws.whole(10, 30), (value) =>
      draws.chance(0.6) ? value + height * draws.between(0.5, 1) : value,
    );
  },
  levelShift(base, start, draws) {
    const height = size(draws) * base.noise * (draws.chance(0.5) ? 1 : -1);
    return change(base, start, base.values.length, (value) => value + height);
  },
  plateau(base, start, draws) {
    const height = size(draws) * base.noise * (draws.chance(0.7) ? 1 : -1);
    return change(base, start, draws.whole(40, 120), (value) => value + height);
  },
  noisier(base, start, draws) {
    const times = draws.between(3, 6) * base.noise;
    return change(base, start, draws.whole(60, 150), (value) => value + times * draws.normal());
  },
  stuck(base, start, draws) {
    const held = base.values[start] ?? 0;
    return change(base, start, draws.whole(60, 150), () => held);
  },
  silence(base, start, draws) {
    return change(base, start, draws.whole(20, 80), () => 0);
  },
  leak(base, start, draws) {
    const length = draws.whole(150, 400);
    const height = 1.5 * size(draws) * base.noise;
    return change(base, start, length, (value, index) => value + (height * index) / length);
  },
  otherSeason(base, start, draws) {
    const period = base.season ?? 40;
    const clean = base.values.slice();
    const length = Math.round(period * draws.between(1, 2));
    return change(
      base,
      start,
      length,
      (_, index) => clean[start + index - Math.round(period / 2)] ?? 0,
    );
  },
} as const satisfies Record<string, SeriesEvent>;

export type SeriesEventName = keyof typeof SERIES_EVENTS;
