/** How many values are kept at most: of what has more, sharing gains little. */
const MAX_VALUES = 1_000;

/**
 * One value for all that are called the same: very many records are remembered, and much of what they
 * say few values are there for.
 */
export class SharedValues<T> {
  readonly #values = new Map<string, T>();

  /** The value that came first under this name; else this one. */
  share(name: string, value: T): T {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    if (this.#values.size < MAX_VALUES) this.#values.set(name, value);
    return value;
  }
}
