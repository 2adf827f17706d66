/** Random numbers that are the same for the same seed. For tests and measurements only. */
export interface Draws {
  /** Evenly from 0 up to but without 1. */
  even(): number;
  /** Evenly between two numbers. */
  between(low: number, high: number): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** Standard normal. */
  normal(): number;
  /** Student's t with three degrees of freedom: heavy tails, of variance 3. */
  heavy(): number;
  /** Exponential with mean 1. */
  waiting(): number;
  /** A count with this mean. */
  poisson(mean: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
}

export function seededDraws(seed: string): Draws {
  const even = evenly(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - even())) * Math.cos(2 * Math.PI * even());
  return {
    even,
    normal,
    between: (low, high) => low + (high - low) * even(),
    whole: (low, high) => low + Math.floor((high - low + 1) * even()),
    heavy() {
      const squares = normal() ** 2 + normal() ** 2 + normal() ** 2;
      return normal() / Math.sqrt(squares / 3);
    },
    waiting: () => -Math.log(1 - even()),
    poisson(mean) {
      // Beyond thirty, the normal distribution is as good and does not take `mean` steps.
      if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      const limit = Math.exp(-mean);
      let count = 0;
      for (let left = even(); left > limit; left *= even()) count += 1;
      return count;
    },
    chance: (probability) => even() < probability,
  };
}

/** Mulberry32, seeded with the FNV-1a hash of the text. */
function evenly(seed: string): () => number {
  let state = 0x811c9dc5;
  for (const character of seed) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
