import { availableParallelism } from "node:os";
import type { Hasher } from "../port/hasher.ts";

/** One core stays free for everything that is not hashing. */
export const DEFAULT_CONCURRENT_HASHES = Math.max(1, availableParallelism() - 1);

/**
 * The same hasher with a bound on how many runs are under way at once; the others wait their turn,
 * first come, first served.
 */
export function boundedHasher(
  hasher: Hasher,
  concurrency: number = DEFAULT_CONCURRENT_HASHES,
): Hasher {
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
