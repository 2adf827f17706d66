import { availableParallelism } from "node:os";
import { env } from "node:process";
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

/**
 * The same hasher with a bound on how many runs are under way at once; the others wait their turn,
 * first come, first served.
 */
export function boundedHasher(hasher: Hasher, concurrency: number = DEFAULT_CONCURRENCY): Hasher {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn<T>(run: () => Promise<T>): Promise<T> {
    if (running >= concurrency) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    } else {
      running += 1;
    }
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
    hash: (key) => inTurn(() => hasher.hash(key)),
    verify: (key, hash) => inTurn(() => hasher.verify(key, hash)),
    needsRehash: (hash) => hasher.needsRehash(hash),
  };
}
