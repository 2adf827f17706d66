/**
 * A map of at most `capacity` entries, in two generations: what was used lately stays, what was not
 * goes. Most hits cost one look-up and move nothing; an eviction drops a whole generation at once.
 * Of the keys used last, as many as half the capacity are there.
 */
export class BoundedMap<K, V> {
  readonly #generationSize: number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();

  constructor(capacity: number) {
    this.#generationSize = generationSize(capacity);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: K, value: V): void {
    this.#old.delete(key);
    if (this.#young.size >= this.#generationSize && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  delete(key: K): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }
}

/**
 * How many entries each of two generations may hold.
 *
 * @throws {RangeError} for a capacity under 2, which leaves nothing for one of them.
 */
export function generationSize(capacity: number): number {
  if (!(capacity >= 2)) throw new RangeError(`The capacity is ${capacity}; it must be at least 2.`);
  return Math.floor(capacity / 2);
}
