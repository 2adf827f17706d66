const NAMESPACE = /^[A-Za-z0-9:._-]{1,64}$/;

/** What things are called in Redis. All that belongs to one API key, or to one proof, lies in one slot of
 * a cluster. */
export class Names {
  readonly #namespace: string;

  /** @throws {RangeError} for a namespace that is none. */
  constructor(namespace: string) {
    if (!NAMESPACE.test(namespace)) {
      throw new RangeError("namespace must be 1 to 64 characters of A-Z a-z 0-9 : . _ -");
    }
    this.#namespace = namespace;
  }

  get channel(): string {
    return `${this.#namespace}:changes`;
  }

  /** What was taken from the limits of a key. */
  taken(keyId: string): string {
    return `${this.#of(keyId)}:taken`;
  }

  /** What is another text after each change of the key's record. */
  mark(keyId: string): string {
    return `${this.#of(keyId)}:mark`;
  }

  /** What was taken of the key's quota and is in nobody's hands. */
  quota(keyId: string): string {
    return `${this.#of(keyId)}:quota`;
  }

  /** Where it is tried whether Redis answers again, in the same slot. */
  trial(keyId: string): string {
    return `${this.#of(keyId)}:trial`;
  }

  proof(name: string): string {
    return `${this.#of(name)}:proof`;
  }

  #of(name: string): string {
    // A brace in a name, or no name at all, would undo what the slot is chosen by.
    const safe = /[%{}]|^$/.test(name) ? escaped(name) : name;
    return `${this.#namespace}:{${safe}}`;
  }
}

function escaped(name: string): string {
  return name === "" ? "%" : name.replaceAll(/[%{}]/g, encodeURIComponent);
}
