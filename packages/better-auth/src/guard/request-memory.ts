/**
 * Something that is remembered of requests, on each request itself: to put an entry into a `WeakMap`
 * takes longer than to verify a key.
 */
export class RequestMemory<Value> {
  readonly #place = Symbol("latchkey");

  get(request: object): Value | undefined {
    return placesOf<Value>(request)[this.#place]?.value;
  }

  set(request: object, value: Value): void {
    placesOf<Value>(request)[this.#place] = new Remembered(value);
  }
}

/** Whoever prints a request does not print this: it holds a key, or whose it is. */
class Remembered<Value> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }
}

function placesOf<Value>(request: object): Record<symbol, Remembered<Value> | undefined> {
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- under symbols that nobody else has
  return request as Record<symbol, Remembered<Value> | undefined>;
}
