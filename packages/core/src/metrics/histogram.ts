/** How long things took: how many took no longer than each bound, and all of them together. In seconds. */
export interface HistogramReading {
  /** Ascending. */
  readonly bounds: readonly number[];
  /** By bound: how many took this long at the most, those of the bounds before included. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sum: number;
}

/** Counts durations in buckets that are there from the beginning: its memory does not grow. */
export class Histogram {
  readonly #bounds: readonly number[];
  /** By bound; one more for what took longer than all of them. */
  readonly #buckets: Float64Array;
  #sum = 0;

  /** @param bounds in seconds, ascending. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#buckets = new Float64Array(bounds.length + 1);
  }

  observe(seconds: number): void {
    const at = this.#bounds.findIndex((bound) => seconds <= bound);
    const bucket = at === -1 ? this.#bounds.length : at;
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#sum += seconds;
  }

  read(): HistogramReading {
    let count = 0;
    const [...counts] = this.#buckets.map((own) => (count += own));
    return { bounds: this.#bounds, counts: counts.slice(0, -1), count, sum: this.#sum };
  }
}
