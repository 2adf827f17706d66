import type { Draws } from "./draws.ts";

/** A series as it is without anomalies, before `finish`. */
export interface Base {
  readonly values: Float64Array;
  /** What a typical value is off by from what could be known of it. Sizes of events are multiples of it. */
  readonly noise: number;
  /** Observations that a season has; null where there is none. */
  readonly season: number | null;
  /** What the sensor makes of it: rounds, cuts off at 0, adds up. */
  readonly finish: (value: number) => number;
}

export interface BaseKind {
  /** Seconds between observations. */
  readonly step: number;
  readonly length: number;
  /** By how much of a step times are off, and which share of observations is missing. */
  readonly jitter?: number;
  readonly missing?: number;
  readonly make: (draws: Draws, length: number) => Base;
}

const DAY = 86_400;
const asIs = (value: number) => value;
const notNegative = (value: number) => Math.max(0, value);
const count = (value: number) => Math.max(0, Math.round(value));

function series(length: number, value: (index: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, index) => value(index));
}

/** One that stays where it is and forgets by `memory` at every step. */
function drifting(draws: Draws, memory: number): () => number {
  let at = 0;
  return () => (at = memory * at + draws.normal());
}

const daily = (index: number, step: number) => Math.sin((2 * Math.PI * index * step) / DAY);
const isWeekend = (index: number, step: number) => Math.floor((index * step) / DAY) % 7 > 4;

/** What the detector was tuned on. */
export const TUNED_BASES = {
  traffic: {
    step: 300,
    length: 5_000,
    make(draws, length) {
      const level = draws.between(50, 2_000);
      const depth = draws.between(0.3, 0.8);
      const weekend = draws.between(0.4, 1);
      return {
        values: series(length, (index) => {
          const mean =
            level * (1 + depth * daily(index, 300)) * (isWeekend(index, 300) ? weekend : 1);
          return draws.poisson(mean) * (1 + 0.05 * draws.normal());
        }),
        noise: level * 0.05 + Math.sqrt(level),
        season: 288,
        finish: count,
      };
    },
  },
  noise: {
    step: 300,
    length: 4_000,
    make: (draws, length) => ({
      values: series(length, () => 50 + draws.normal()),
      noise: 1,
      season: null,
      finish: asIs,
    }),
  },
  heavyNoise: {
    step: 60,
    length: 4_000,
    make: (draws, length) => ({
      values: series(length, () => draws.heavy()),
      noise: 2,
      season: null,
      finish: asIs,
    }),
  },
  autoregressive: {
    step: 300,
    length: 4_000,
    make(draws, length) {
      const next = drifting(draws, draws.between(0.7, 0.97));
      return { values: series(length, next), noise: 1.5, season: null, finish: asIs };
    },
  },
  price: {
    step: 3_600,
    length: 3_000,
    make(draws, length) {
      let log = Math.log(draws.between(5, 500));
      const size = draws.between(0.002, 0.01);
      const values = series(length, () => Math.exp((log += (size * draws.heavy()) / 1.5)));
      return { values, noise: (values[0] ?? 1) * size * 2, season: null, finish: asIs };
    },
  },
  sparseCounts: {
    step: 300,
    length: 5_000,
    make(draws, length) {
      const mean = draws.between(0.02, 0.6);
      return {
        values: series(length, () => draws.poisson(mean)),
        noise: 1,
        season: null,
        finish: count,
      };
    },
  },
  burstyCounts: {
    step: 300,
    length: 5_000,
    make(draws, length) {
      const next = drifting(draws, 0.8);
      const level = draws.between(2, 40);
      return {
        values: series(length, () => draws.poisson(level * Math.exp(0.4 * next()))),
        noise: level * 1.5,
        season: null,
        finish: count,
      };
    },
  },
  thermometer: {
    step: 600,
    length: 3_500,
    missing: 0.03,
    make(draws, length) {
      const next = drifting(draws, 0.9);
      const depth = draws.between(2, 8);
      return {
        values: series(length, (index) => 20 + depth * daily(index, 600) + 0.15 * next()),
        noise: 0.4,
        season: 144,
        finish: (value) => Math.round(value * 10) / 10,
      };
    },
  },
  dutyCycle: {
    step: 60,
    length: 4_000,
    make(draws, length) {
      const period = draws.whole(30, 90);
      const jitter = draws.between(0, 0.1);
      let left = period;
      let on = false;
      const values = series(length, () => {
        left -= 1;
        if (left <= 0) {
          on = !on;
          left = period * (on ? 0.4 : 0.6) * (1 + jitter * draws.normal());
        }
        return (on ? 60 : 20) + draws.normal();
      });
      return { values, noise: 4, season: period, finish: notNegative };
    },
  },
  counter: {
    step: 300,
    length: 4_000,
    make(draws, length) {
      const level = draws.between(20, 400);
      let total = 0;
      return {
        values: series(length, (index) => draws.poisson(level * (1 + 0.4 * daily(index, 300)))),
        noise: Math.sqrt(level) + 0.2 * level,
        season: 288,
        finish(value) {
          if (draws.chance(0.001)) total = 0;
          return (total += count(value));
        },
      };
    },
  },
  processor: {
    step: 300,
    length: 4_000,
    make(draws, length) {
      const idle = draws.between(2, 30);
      const every = draws.whole(12, 48);
      const work = draws.between(5, 20);
      return {
        values: series(
          length,
          (index) => idle + 0.04 * idle * draws.normal() + (index % every < 2 ? work : 0),
        ),
        noise: Math.max(2, work / 2),
        season: every,
        finish: notNegative,
      };
    },
  },
} as const satisfies Record<string, BaseKind>;

/** What the detector was not tuned on, and is judged by. */
export const HELD_OUT_BASES = {
  heartbeat: {
    step: 1,
    length: 6_000,
    make(draws, length) {
      const period = draws.between(40, 150);
      const wobble = draws.between(0.005, 0.04);
      let phase = 0;
      const values = series(length, () => {
        phase = (phase + (1 + wobble * draws.normal()) / period) % 1;
        const beat = Math.exp(-(((phase - 0.3) / 0.03) ** 2));
        const wave = 0.3 * Math.exp(-(((phase - 0.55) / 0.08) ** 2));
        return beat + wave + 0.02 * draws.normal();
      });
      return { values, noise: 0.12, season: Math.round(period), finish: asIs };
    },
  },
  latency: {
    step: 300,
    length: 4_000,
    make(draws, length) {
      const level = draws.between(20, 300);
      return {
        values: series(
          length,
          (index) =>
            level *
            (1 + 0.2 * daily(index, 300)) *
            Math.exp(0.25 * draws.normal()) *
            (draws.chance(0.01) ? draws.between(1.5, 3) : 1),
        ),
        noise: level * 0.5,
        season: 288,
        finish: notNegative,
      };
    },
  },
  taxi: {
    step: 1_800,
    length: 6_000,
    make(draws, length) {
      const level = draws.between(5_000, 20_000);
      const next = drifting(draws, 0.8);
      return {
        values: series(length, (index) => {
          const morning = daily(index - 14, 1_800) + 0.4 * daily(2 * index - 9, 1_800);
          const shape =
            1 + 0.5 * morning + (isWeekend(index, 1_800) ? 0.25 * daily(index, 1_800) : 0);
          return level * (shape + 0.03 * next());
        }),
        noise: level * 0.08,
        season: 48,
        finish: count,
      };
    },
  },
  clicks: {
    step: 3_600,
    length: 1_600,
    missing: 0.05,
    make(draws, length) {
      const level = draws.between(0.05, 3);
      return {
        values: series(
          length,
          (index) => level * (1 + 0.3 * daily(index, 3_600)) * (1 + 0.15 * draws.heavy()),
        ),
        noise: level * 0.35,
        season: 24,
        finish: notNegative,
      };
    },
  },
  machine: {
    step: 300,
    length: 8_000,
    make(draws, length) {
      const slow = drifting(draws, 0.999);
      const fast = drifting(draws, 0.95);
      return {
        values: series(length, () => 85 + 0.1 * slow() + 0.4 * fast()),
        noise: 1.5,
        season: null,
        finish: asIs,
      };
    },
  },
  regimes: {
    step: 60,
    length: 5_000,
    make(draws, length) {
      const levels = [10, 20, 35];
      let level = 10;
      return {
        values: series(length, () => {
          if (draws.chance(0.02)) level = levels[draws.whole(0, 2)] ?? 10;
          return level + draws.normal();
        }),
        noise: 4,
        season: null,
        finish: asIs,
      };
    },
  },
  irregular: {
    step: 240,
    length: 4_000,
    jitter: 0.45,
    missing: 0.3,
    make(draws, length) {
      const next = drifting(draws, 0.5);
      return {
        values: series(length, (index) => 100 + 20 * daily(index, 240) + 2 * next()),
        noise: 3,
        season: 360,
        finish: asIs,
      };
    },
  },
  synthetic: {
    step: 3_600,
    length: 1_420,
    make(draws, length) {
      const periods = [12, 24, 168].map((period) => ({ period, size: draws.between(50, 400) }));
      const slope = draws.between(-1, 1);
      return {
        values: series(
          length,
          (index) =>
            slope * index +
            20 * draws.normal() +
            periods.reduce(
              (sum, { period, size }) => sum + size * Math.sin((2 * Math.PI * index) / period),
              0,
            ),
        ),
        noise: 40,
        season: 24,
        finish: asIs,
      };
    },
  },
  // The last three were written when nothing in the detector was changed any more.
  battery: {
    step: 60,
    length: 5_000,
    make(draws, length) {
      let charge = 100;
      let isCharging = false;
      const pace = draws.between(0.3, 1);
      return {
        values: series(length, () => {
          if (charge < 20) isCharging = true;
          else if (charge > 95) isCharging = false;
          charge += (isCharging ? 2.5 : -1) * pace * draws.between(0.5, 1.5);
          return charge + 0.3 * draws.normal();
        }),
        noise: 6,
        season: null,
        finish: asIs,
      };
    },
  },
  orders: {
    step: 3_600,
    length: 3_000,
    make(draws, length) {
      const level = draws.between(5, 200);
      return {
        values: series(length, (index) =>
          draws.poisson(
            level *
              (1.1 + 0.7 * daily(index - 12, 3_600) + 0.3 * daily(2 * index, 3_600)) *
              (isWeekend(index, 3_600) ? 1.4 : 1),
          ),
        ),
        noise: Math.sqrt(level) + 0.1 * level,
        season: 24,
        finish: count,
      };
    },
  },
  queue: {
    step: 30,
    length: 6_000,
    make(draws, length) {
      let waiting = 0;
      const load = draws.between(0.6, 0.9);
      return {
        values: series(length, () => {
          waiting = Math.max(0, waiting + draws.poisson(10 * load) - draws.poisson(10));
          return waiting;
        }),
        noise: 6,
        season: null,
        finish: count,
      };
    },
  },
} as const satisfies Record<string, BaseKind>;
