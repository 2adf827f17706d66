import type { Clock } from "../port/clock.ts";

interface Reading<T> {
  /** Milliseconds since the epoch. */
  readonly beganAt: number;
  readonly result: Promise<T>;
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
  /** When the read began that the value came from: milliseconds since the epoch; `null`: there is none. */
  #confirmedAt: number | null = null;
  /** When it was read, in seconds since the epoch: small, since there are very many of these. */
  #readIn = 0;
  #failedAt: number | null = null;
  #reading: Reading<T> | null = null;
  /** Reads are numbered in the order in which they began. */
  #lastBegun = 0;
  /** Reads up to this one count no more: a later one settled the value, or an invalidation came. */
  #overtaken = 0;

  /** The value if it was confirmed within the last `maxAge` milliseconds. */
  within(maxAge: number, now: number): T | undefined {
    return isWithin(maxAge, this.#confirmedAt, now) ? this.#value : undefined;
  }

  /**
   * The value, where it is known that nothing has changed it from one moment to another, and it was confirmed
   * in between: then it counts as confirmed at the later one. Not if it was read more than `maxAge`
   * milliseconds ago.
   */
  extended(from: number, through: number, now: number, maxAge: number): T | undefined {
    const confirmedAt = this.#confirmedAt;
    if (confirmedAt === null || confirmedAt < from) return undefined;
    if (Math.abs(now - this.#readIn * 1_000) >= maxAge) return undefined;
    if (through > confirmedAt) this.#confirmedAt = through;
    return this.#value;
  }

  /** Whether a read failed within the last `pause` milliseconds: reason not to try again yet. */
  failedWithin(pause: number, now: number): boolean {
    return isWithin(pause, this.#failedAt, now);
  }

  /**
   * Takes what was read elsewhere, by a read that began at `readAt` (milliseconds since the epoch), for
   * the state, and for newer than what is under way. The caller sees to it that no change came since.
   */
  settle(value: T, readAt: number): void {
    this.#overtaken = this.#lastBegun;
    this.#value = value;
    this.#confirmedAt = readAt;
    this.#readIn = Math.floor(readAt / 1_000);
  }

  /** Nothing that was read until now counts any more. */
  invalidate(): void {
    this.#value = undefined;
    this.#confirmedAt = null;
    this.#failedAt = null;
    this.#reading = null;
    this.#overtaken = this.#lastBegun;
  }

  /**
   * Reads anew, or joins the read under way if it began within the last `maxAge` milliseconds.
   * Rejects with what `load` rejects with.
   */
  async confirm(load: () => Promise<T>, maxAge: number, clock: Clock): Promise<T> {
    const now = clock.now();
    const underWay = this.#reading;
    if (underWay !== null && isWithin(maxAge, underWay.beganAt, now)) return underWay.result;
    const reading = { beganAt: now, result: this.#read(load, clock, now) };
    this.#reading = reading;
    try {
      return await reading.result;
    } finally {
      if (this.#reading === reading) this.#reading = null;
    }
  }

  async #read(load: () => Promise<T>, clock: Clock, beganAt: number): Promise<T> {
    this.#lastBegun += 1;
    const number = this.#lastBegun;
    try {
      const value = await load();
      if (number > this.#overtaken) {
        this.#overtaken = number;
        this.#value = value;
        this.#confirmedAt = beganAt;
        this.#readIn = Math.floor(beganAt / 1_000);
      }
      return value;
    } catch (error) {
      if (number > this.#overtaken) this.#failedAt = clock.now();
      throw error;
    }
  }
}

/** Either way in time: a clock that was set back must not make the past last longer. */
function isWithin(duration: number, moment: number | null, now: number): boolean {
  return moment !== null && Math.abs(now - moment) < duration;
}
