import { BoundedMap } from "../verify/bounded-map.ts";
import { type UnderWay, type WatchedMinute, WatchedKey } from "./watched-key.ts";
import type { KeyAnomaly } from "./key-anomaly.ts";

/** Keys that are watched at most; about 13 KB each. */
export const MAX_WATCHED_KEYS = 1_000;

export interface KeyWatcherOptions {
  /** Of more keys than these, those that were used lately are watched. `MAX_WATCHED_KEYS` unless told. */
  readonly maxKeys?: number;
  /** A score from which on something is unusual: 0.5 unless told. */
  readonly threshold?: number;
}

/**
 * Watches what keys are used for: requests, the share of errors and addresses that were not seen before,
 * in stretches of five minutes. Pure: told what happened, it answers what was unusual in it.
 */
export class KeyWatcher {
  readonly #keys: BoundedMap<string, WatchedKey>;
  readonly #threshold: number;

  constructor({ maxKeys = MAX_WATCHED_KEYS, threshold = 0.5 }: KeyWatcherOptions = {}) {
    this.#keys = new BoundedMap(maxKeys);
    this.#threshold = threshold;
  }

  /** Keys that are watched now. */
  get size(): number {
    return this.#keys.size;
  }

  /**
   * What became known to be unusual with this minute: about stretches that it ended. Minutes of one key
   * come in order; one that is told of in several parts adds up, and one that is left out was quiet. A key
   * that fell silent is noticed by telling of a minute of nothing.
   *
   * @param minute Minutes since 1970.
   */
  observe(keyId: string, minute: number, seen: WatchedMinute): readonly KeyAnomaly[] {
    return this.#key(keyId)
      .observe(minute, seen)
      .map((each) => ({ keyId, ...each }));
  }

  /** Of the minutes before this one that were not told of nothing is known: they were not quiet. */
  skip(keyId: string, minute: number): void {
    this.#key(keyId).skip(minute);
  }

  /** What was told of and goes on, by the last stretch that has ended. */
  underWay(keyId: string): readonly UnderWay[] {
    return this.#keys.get(keyId)?.underWay ?? [];
  }

  /** All that is known of a key, to be restored between two stretches; `null` of one that is not watched. */
  save(keyId: string): Uint8Array | null {
    return this.#keys.get(keyId)?.save() ?? null;
  }

  /**
   * Goes on with a key exactly from where it was saved.
   *
   * @throws {RangeError} for bytes that are no key's of this version.
   */
  restore(keyId: string, saved: Uint8Array): void {
    const key = new WatchedKey(this.#threshold);
    key.restore(saved);
    this.#keys.set(keyId, key);
  }

  forget(keyId: string): void {
    this.#keys.delete(keyId);
  }

  #key(keyId: string): WatchedKey {
    const known = this.#keys.get(keyId);
    if (known !== undefined) return known;
    const key = new WatchedKey(this.#threshold);
    this.#keys.set(keyId, key);
    return key;
  }
}
