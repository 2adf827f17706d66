interface Line<T> {
  /** For all who have asked since the read under way began; `null`: nobody has. */
  next: PromiseWithResolvers<T> | null;
}

/**
 * Reads by name, of which one is under way at a time for each: who asks meanwhile shares the next,
 * which begins when that one ends. However many ask at once, two reads answer them all, and nobody is
 * answered by one that began before they asked.
 *
 * A read that fails has failed for those who wait for the next one too: they do not wait twice as long.
 */
export class SharedReads<T> {
  readonly #load: (name: string) => Promise<T>;
  readonly #lines = new Map<string, Line<T>>();

  constructor(load: (name: string) => Promise<T>) {
    this.#load = load;
  }

  read(name: string): Promise<T> {
    const line = this.#lines.get(name);
    if (line !== undefined) return (line.next ??= Promise.withResolvers<T>()).promise;
    const begun: Line<T> = { next: null };
    this.#lines.set(name, begun);
    return this.#read(name, begun);
  }

  async #read(name: string, line: Line<T>): Promise<T> {
    try {
      const answer = await this.#load(name);
      this.#readNext(name, line);
      return answer;
    } catch (error) {
      this.#lines.delete(name);
      line.next?.reject(error);
      throw error;
    }
  }

  #readNext(name: string, line: Line<T>): void {
    const { next } = line;
    line.next = null;
    if (next === null) this.#lines.delete(name);
    else this.#read(name, line).then(next.resolve, next.reject);
  }
}
