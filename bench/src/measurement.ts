/** One row of the results. */
export interface Measurement {
  readonly name: string;
  readonly opsPerSecond: number;
  /** Of calls timed one by one, in microseconds; includes reading the clock twice (about 0.05). */
  readonly p50Microseconds: number;
  readonly p99Microseconds: number;
  /** What else was measured, by its name and unit. */
  readonly figures?: Readonly<Record<string, number>>;
}

/** What one run of the bench writes down. */
export interface Report {
  readonly environment: Readonly<Record<string, string | number>>;
  readonly results: readonly Measurement[];
}

/** Of durations in milliseconds, in any order. */
export function quantiles(milliseconds: readonly number[]) {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 1_000;
  return { p50Microseconds: at(0.5), p99Microseconds: at(0.99) };
}

/** The one in the middle; of an even number, the lower of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/**
 * What the rounds say together: the throughput of the best one (whatever else the machine does only ever
 * slows it down), and of latencies the median, so that a disturbed round counts for nothing.
 */
export function together(
  name: string,
  rounds: readonly Omit<Measurement, "name" | "figures">[],
): Measurement {
  return {
    name,
    opsPerSecond: Math.max(...rounds.map((round) => round.opsPerSecond)),
    p50Microseconds: median(rounds.map((round) => round.p50Microseconds)),
    p99Microseconds: median(rounds.map((round) => round.p99Microseconds)),
  };
}
