import type { Clock } from "../port/clock.ts";
import { fromNearTime, nearTime } from "../usage/near-time.ts";

interface Reading<T> {
  /** Milliseconds since the epoch. */
  readonly beganAt: number;
  readonly result: Promise<T>;
}

/** Of reads that count: of the others, their snapshot knows nothing. */
interface Reads<T> {
  /** The one that began last, while it is under way. */
  latest: Reading<T> | null;
  /** When one failed last, and none has come to something since: milliseconds since the epoch. */
  failedAt: number | null;
  /** They are numbered in the order in which they began. */
  begun: number;
  ended: number;
  /** Reads up to this one count no more: a later one settled the value. */
  overtaken: number;
}

/**
 * The last known state of something that lives in a store, and when it was known to be true.
 *
 * Reads are shared: however many callers ask, one is under way. A read that began before an
 * invalidation neither settles the snapshot nor serves those who ask after it, so that a state which
 * was overtaken by a change can never come back.
 */
export class Snapshot<T> {
  #value: T | undefined;
  /** When the read began that the value came from, as `nearTime`; `null`: there is none. */
  #confirmedAt: number | null = null;
  /** When it was read, in seconds since the epoch: small, since there are very many of these. */
  #readIn = 0;
  /** `null`: none is under way, and the last one has not failed. There are very many snapshots without. */
  #reads: Reads<T> | null = null;

  /** The value if it was confirmed within the last `maxAge` milliseconds. */
  within(maxAge: number, now: number): T | undefined {
    const confirmedAt = this.#confirmedAt;
    return confirmedAt !== null && isWithin(maxAge, fromNearTime(confirmedAt), now)
      ? this.#value
      : undefined;
  }

  /**
   * The value, where it is known that nothing has changed it from one moment to another, and it was confirmed
   * in between: then it counts as confirmed at the later one. Not if it was read more than `maxAge`
   * milliseconds ago.
   */
  extended(from: number, through: number, now: number, maxAge: number): T | undefined {
    const confirmedAt = this.#confirmedAt;
    if (confirmedAt === null || confirmedAt < nearTime(from)) return undefined;
    if (!isWithin(maxAge, this.#readIn * 1_000, now)) return undefined;
    if (nearTime(through) > confirmedAt) this.#confirmedAt = nearTime(through);
    return this.#value;
  }

  /** Whether a read failed within the last `pause` milliseconds: reason not to try again yet. */
  failedWithin(pause: number, now: number): boolean {
    const failedAt = this.#reads?.failedAt ?? null;
    return failedAt !== null && isWithin(pause, failedAt, now);
  }

  /**
   * Takes what was read elsewhere, by a read that began at `readAt` (milliseconds since the epoch), for
   * the state, and for newer than what is under way. The caller sees to it that no change came since.
   */
  settle(value: T, readAt: number): void {
    this.#reads = null;
    Snapshot.#take(this, value, readAt);
  }

  /** Nothing that was read until now counts any more. */
  invalidate(): void {
    this.#reads = null;
    this.#value = undefined;
    this.#confirmedAt = null;
  }

  /**
   * Reads anew, or joins the read under way if it began within the last `maxAge` milliseconds.
   * Rejects with what `load` rejects with.
   */
  async confirm(load: () => Promise<T>, maxAge: number, clock: Clock): Promise<T> {
    const now = clock.now();
    const underWay = this.#reads?.latest ?? null;
    if (underWay !== null && isWithin(maxAge, underWay.beganAt, now)) return underWay.result;
    const reads = (this.#reads ??= noReads());
    const reading = { beganAt: now, result: Snapshot.#read(this, reads, load, clock) };
    reads.latest = reading;
    try {
      return await reading.result;
    } finally {
      reads.ended += 1;
      if (reads.latest === reading) reads.latest = null;
      const isOver = reads.ended === reads.begun && reads.failedAt === null;
      if (isOver && this.#reads === reads) this.#reads = null;
    }
  }

  // Of the class, as what follows is, since a method of its own would be another field of each.
  static #take<T>(snapshot: Snapshot<T>, value: T, readAt: number): void {
    snapshot.#value = value;
    snapshot.#confirmedAt = nearTime(readAt);
    snapshot.#readIn = Math.floor(readAt / 1_000);
  }

  static async #read<T>(
    snapshot: Snapshot<T>,
    reads: Reads<T>,
    load: () => Promise<T>,
    clock: Clock,
  ): Promise<T> {
    const beganAt = clock.now();
    reads.begun += 1;
    const number = reads.begun;
    const counts = () => snapshot.#reads === reads && number > reads.overtaken;
    try {
      const value = await load();
      if (counts()) {
        reads.overtaken = number;
        reads.failedAt = null;
        Snapshot.#take(snapshot, value, beganAt);
      }
      return value;
    } catch (error) {
      if (counts()) reads.failedAt = clock.now();
      throw error;
    }
  }
}

function noReads<T>(): Reads<T> {
  return { latest: null, failedAt: null, begun: 0, ended: 0, overtaken: 0 };
}

/** Either way in time: a clock that was set back must not make the past last longer. */
function isWithin(duration: number, moment: number, now: number): boolean {
  return Math.abs(now - moment) < duration;
}
