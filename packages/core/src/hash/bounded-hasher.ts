import { availableParallelism } from "node:os";
import { env } from "node:process";
import { CallTimes, type Stopwatch, systemStopwatch } from "../metrics/call-times.ts";
import type { HasherReading } from "../metrics/engine-metrics.ts";
import { Histogram } from "../metrics/histogram.ts";
import type { Hasher } from "../port/hasher.ts";

/**
 * How many runs may be under way at once. One core stays free for everything that is not hashing, and
 * one thread of libuv's pool for files and DNS, which wait for the same threads.
 */
export function concurrentHashes(cores: number, threads: number): number {
  return Math.max(1, Math.min(cores, threads) - 1);
}

const DEFAULT_CONCURRENCY = concurrentHashes(
  availableParallelism(),
  // libuv's own default.
  Number(env["UV_THREADPOOL_SIZE"]) || 4,
);

/** Seconds: bcrypt takes some 40 ms at cost 10, and twice that for each one more. */
const BOUNDS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** A hasher that says what it does. */
export interface BoundedHasher extends Hasher {
  readonly metrics: () => HasherReading;
}

/**
 * The same hasher with a bound on how many runs are under way at once; the others wait their turn,
 * first come, first served.
 */
export function boundedHasher(
  hasher: Hasher,
  concurrency: number = DEFAULT_CONCURRENCY,
  stopwatch: Stopwatch = systemStopwatch,
): BoundedHasher {
  const waiting: (() => void)[] = [];
  const runs = new CallTimes(["hash", "verify"], stopwatch, BOUNDS);
  const waits = new Histogram(BOUNDS);
  let running = 0;

  async function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const came = stopwatch();
    if (running >= concurrency) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    } else {
      running += 1;
    }
    waits.observe((stopwatch() - came) / 1_000);
    try {
      return await run();
    } finally {
      // The place goes straight to the next in line, so that nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  return {
    hash: (key) => inTurn(() => runs.time("hash", () => hasher.hash(key))),
    verify: (key, hash) => inTurn(() => runs.time("verify", () => hasher.verify(key, hash))),
    needsRehash: (hash) => hasher.needsRehash(hash),
    metrics: () => ({
      runs: runs.read(),
      waits: waits.read(),
      running,
      waiting: waiting.length,
      concurrency,
    }),
  };
}
