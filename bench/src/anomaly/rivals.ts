import { createDetector } from "@latchkey/core";

/** Scores one series, one observation at a time; NaN is a missing value. */
export interface Scorer {
  observe(time: number, value: number): number;
}

/** A running mean and spread, forgetting by `pace`; with 0, nothing is forgotten. */
class Running {
  #count = 0;
  mean = 0;
  variance = 0;
  readonly #pace: number;

  constructor(pace: number) {
    this.#pace = pace;
  }

  deviations(value: number): number {
    return this.#count < 2 ? 0 : Math.abs(value - this.mean) / Math.sqrt(this.variance + 1e-12);
  }

  learn(value: number): void {
    this.#count += 1;
    const rate = Math.max(this.#pace, 1 / this.#count);
    const off = value - this.mean;
    this.mean += rate * off;
    this.variance += rate * (off * off - this.variance);
  }
}

/** From deviations to 0..1; the threshold is chosen for each detector anyhow. */
const squashed = (deviations: number) => deviations / (deviations + 5);

function running(pace: number): Scorer {
  const all = new Running(pace);
  return {
    observe(_, value) {
      if (Number.isNaN(value)) return 0;
      const score = squashed(all.deviations(value));
      all.learn(value);
      return score;
    },
  };
}

/** Differences from the value before, in usual differences. */
function differences(): Scorer {
  const all = new Running(0.01);
  let last = Number.NaN;
  return {
    observe(_, value) {
      if (Number.isNaN(value)) return 0;
      const off = value - last;
      last = value;
      if (Number.isNaN(off)) return 0;
      const score = squashed(all.deviations(off));
      all.learn(off);
      return score;
    },
  };
}

/** What was a day ago is expected now; the day before yesterday is not remembered. */
function seasonalNaive(): Scorer {
  const all = new Running(0.01);
  const yesterday = new Map<number, number>();
  return {
    observe(time, value) {
      if (Number.isNaN(value)) return 0;
      const minute = Math.round((time % 86_400) / 60);
      const before = yesterday.get(minute);
      yesterday.set(minute, value);
      if (before === undefined) return 0;
      const score = squashed(all.deviations(value - before));
      all.learn(value - before);
      return score;
    },
  };
}

/** What is compared: how each makes a detector for one series. */
export const RIVALS: Readonly<Record<string, () => Scorer>> = {
  Latchkey: createDetector,
  "z-score of all values": () => running(0),
  "EWMA control chart": () => running(0.02),
  "z-score of differences": differences,
  "seasonal naive (a day ago)": seasonalNaive,
};
