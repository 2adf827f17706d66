import type { Measurement } from "./measurement.ts";

/** What a figure of one run must be. */
export interface Target {
  readonly row: string;
  /** What is looked at, with its unit. */
  readonly figure: string;
  readonly bound: "at most" | "at least";
  readonly limit: number;
  /** `NaN` where something that it takes was not measured. */
  readonly value: (run: Run) => number;
}

/** Looks up what a run has measured; `NaN` where it has not. */
export interface Run {
  readonly ops: (row: string) => number;
  readonly p50: (row: string) => number;
  readonly p99: (row: string) => number;
  readonly figure: (row: string, figure: string) => number;
}

export function runOf(results: readonly Measurement[]): Run {
  const row = (name: string) => results.find((each) => each.name === name);
  return {
    ops: (name) => row(name)?.opsPerSecond ?? Number.NaN,
    p50: (name) => row(name)?.p50Microseconds ?? Number.NaN,
    p99: (name) => row(name)?.p99Microseconds ?? Number.NaN,
    figure: (name, figure) => row(name)?.figures?.[figure] ?? Number.NaN,
  };
}

export function isMet({ bound, limit }: Target, value: number): boolean {
  return bound === "at most" ? value <= limit : value >= limit;
}

const times = (slow: string, quick: string) => (run: Run) => run.ops(quick) / run.ops(slow);
const figure = (row: string, name: string, bound: Target["bound"], limit: number): Target => ({
  row,
  figure: name,
  bound,
  limit,
  value: (run) => run.figure(row, name),
});
const p99Beside1k = (row: string): Target => ({
  row,
  figure: "× the p99 of `verify.warm.1k`",
  bound: "at most",
  limit: 1.5,
  value: (run) => run.p99(row) / run.p99("verify.warm.1k"),
});
const warmP99 = (row: string): Target => ({
  row,
  figure: "µs p99 of warm traffic",
  bound: "at most",
  limit: 1_000,
  value: (run) => run.p99(row),
});

export const TARGETS: readonly Target[] = [
  {
    row: "verify.warm",
    figure: "× the time of `floor.sha256`",
    bound: "at most",
    limit: 3,
    value: times("verify.warm", "floor.sha256"),
  },
  {
    row: "verify.warm",
    figure: "× the throughput of `peer.better-auth.sqlite`",
    bound: "at least",
    limit: 400,
    value: times("peer.better-auth.sqlite", "verify.warm"),
  },
  {
    row: "verify.invalid",
    figure: "× the time of `floor.sha256`",
    bound: "at most",
    limit: 2,
    value: times("verify.invalid", "floor.sha256"),
  },
  figure("verify.invalid", "look-ups", "at most", 0),
  {
    row: "validateAPIKey.warm",
    figure: "µs on average",
    bound: "at most",
    limit: 40,
    value: (run) => 1e6 / run.ops("validateAPIKey.warm"),
  },
  figure("verify.cold", "ms besides its own bcrypt (p50)", "at most", 1),
  p99Beside1k("verify.warm.100k"),
  p99Beside1k("verify.warm.1m"),
  figure("verify.warm.100k", "heap bytes per key", "at most", 1_024),
  figure("verify.warm.1m", "heap bytes per key", "at most", 1_024),
  figure("storm.cold", "loop delay p99 ms", "at most", 10),
  figure("storm.cold", "loop delay p99 ms in the first 2 s", "at most", 10),
  warmP99("storm.cold"),
  figure("storm.cold", "share of floor.bcrypt × runs at once", "at least", 0.9),
  figure("storm.wrong-secret", "bcrypt runs per second", "at most", 3),
  warmP99("storm.wrong-secret"),
  {
    row: "http.guarded",
    figure: "× the throughput of `http.unguarded`",
    bound: "at least",
    limit: 0.9,
    value: times("http.unguarded", "http.guarded"),
  },
];
