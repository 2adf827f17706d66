/**
 * The last known state of something that lives in a store, and when it was known to be true.
 *
 * Reads are shared: however many callers ask, one is under way. A read that began before an
 * invalidation neither settles the snapshot nor serves those who ask after it, so that a state which
 * was overtaken by a change can never come back.
 */
export class Snapshot<T> {
  #value: T | undefined;
  /** When the read began that the value came from: milliseconds since the epoch. */
  #confirmedAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  #version = 0;
  #reading: Promise<T> | null = null;

  /** The value if it was confirmed within the last `maxAge` milliseconds. */
  within(maxAge: number, now: number): T | undefined {
    return now - this.#confirmedAt < maxAge ? this.#value : undefined;
  }

  /** Whether a read failed within the last `pause` milliseconds: reason not to try again yet. */
  failedWithin(pause: number, now: number): boolean {
    return now - this.#failedAt < pause;
  }

  /** Nothing that was read until now counts any more. */
  invalidate(): void {
    this.#version += 1;
    this.#value = undefined;
    this.#confirmedAt = Number.NEGATIVE_INFINITY;
    this.#failedAt = Number.NEGATIVE_INFINITY;
    this.#reading = null;
  }

  /** Reads anew, or joins the read under way. Rejects with what `load` rejects with. */
  confirm(load: () => Promise<T>, now: number): Promise<T> {
    return (this.#reading ??= this.#read(load, now, this.#version));
  }

  async #read(load: () => Promise<T>, now: number, version: number): Promise<T> {
    try {
      const value = await load();
      if (version === this.#version) {
        this.#value = value;
        this.#confirmedAt = now;
      }
      return value;
    } catch (error) {
      if (version === this.#version) this.#failedAt = now;
      throw error;
    } finally {
      if (version === this.#version) this.#reading = null;
    }
  }
}
