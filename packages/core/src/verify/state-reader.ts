import type { Background } from "../background/background.ts";
import type { Clock } from "../port/clock.ts";
import type { Timers } from "../port/timers.ts";
import type { CachePolicy } from "./cache-options.ts";
import { inTime } from "./deadline.ts";
import type { ChangeFeed } from "../feed/change-feed.ts";
import type { Snapshot } from "./snapshot.ts";

/** Milliseconds between reads that fail, and what callers are told to wait. */
export const RETRY_PAUSE = 1_000;

export interface StateReaderPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
}

/** Reads snapshots by the rules of the cache: how long they are believed, and what holds while the store is away. */
export class StateReader {
  readonly #ports: StateReaderPorts;
  readonly #policy: Pick<CachePolicy, "revalidateAfter" | "maxStaleness">;
  readonly #feed: ChangeFeed | null;

  /** @param feed what tells of changes to what is read here; `null`: nothing does. */
  constructor(
    ports: StateReaderPorts,
    policy: Pick<CachePolicy, "revalidateAfter" | "maxStaleness">,
    feed: ChangeFeed | null,
  ) {
    this.#ports = ports;
    this.#policy = policy;
    this.#feed = feed;
  }

  /** The state if it was confirmed lately enough to be believed at `now`. */
  recall<T>(snapshot: Snapshot<T>, now: number): T | undefined {
    const value = snapshot.within(this.#policy.revalidateAfter, now);
    return value !== undefined || this.#feed === null ? value : this.#feed.recall(snapshot, now);
  }

  /** The state as known, read again if need be; while the store is away, as it was known last. */
  async current<T>(snapshot: Snapshot<T>, load: () => Promise<T>): Promise<T> {
    const { clock, timers, background } = this.#ports;
    const { revalidateAfter, maxStaleness } = this.#policy;
    const now = clock.now();
    const fresh = this.recall(snapshot, now);
    if (fresh !== undefined) return fresh;
    this.#feed?.wake();
    const stale = snapshot.within(maxStaleness, now);
    if (stale !== undefined && snapshot.failedWithin(RETRY_PAUSE, now)) return stale;
    const read = () =>
      inTime(load, timers).catch((error: unknown) => {
        // Heard once per read, however many wait for it. Where nothing is known, they are told instead.
        if (stale !== undefined) background.report(error, "revalidate");
        throw error;
      });
    try {
      return await snapshot.confirm(read, revalidateAfter, clock);
    } catch (error) {
      const lastKnown = snapshot.within(maxStaleness, clock.now());
      if (lastKnown === undefined) throw error;
      return lastKnown;
    }
  }
}
