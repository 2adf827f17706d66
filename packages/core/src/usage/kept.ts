/** How many of a kind are kept at most that could not be written. */
export const MAX_KEPT = 100_000;

/** What is to be written, by name: at most so many, of which the oldest go. */
export class Kept<Item> {
  #items = new Map<string, Item>();
  /** How many went unwritten, in all. */
  dropped = 0;

  get size(): number {
    return this.#items.size;
  }

  get(name: string): Item | undefined {
    return this.#items.get(name);
  }

  set(name: string, item: Item): void {
    this.#items.set(name, item);
    if (this.#items.size <= MAX_KEPT) return;
    for (const oldest of this.#items.keys()) {
      this.#items.delete(oldest);
      this.dropped += 1;
      return;
    }
  }

  /** All of it; nothing is kept any more. */
  take(): Item[] {
    const taken = [...this.#items.values()];
    this.#items = new Map();
    return taken;
  }
}
