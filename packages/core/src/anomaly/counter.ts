/** After so many observations it is settled whether a series is one that counts up. */
const TRIAL = 100;
/** So many times, at least, it must have grown. */
const GROWN = 8;

const [LAST, KIND, SEEN, GREW] = [0, 1, 2, 3] as const;
const COUNTER = 1;
const GAUGE = 2;

/** What is to be learned of a value. */
export type Reading =
  | { readonly kind: "value"; readonly value: number }
  /** Nothing: the counter began anew. */
  | { readonly kind: "reset" }
  /** From here on other things are learned than before: what was learned is of no use. */
  | { readonly kind: "anew"; readonly value: number | null };

/**
 * Finds out whether a series is a counter, which never falls except to begin anew, and turns a counter
 * into what was counted since the last observation.
 */
export class Counter {
  readonly #doubles: Float64Array;
  readonly #first: number;

  constructor(doubles: Float64Array, first: number) {
    this.#doubles = doubles;
    this.#first = first;
  }

  static readonly CELLS = 4;

  get isCounter(): boolean {
    return this.#read(KIND) === COUNTER;
  }

  /** Whether it looks like a counter, and is not known to be one yet. */
  get isLikely(): boolean {
    return this.#read(KIND) === 0 && this.#read(GREW) >= 3;
  }

  read(value: number): Reading {
    const last = this.#read(LAST);
    const kind = this.#read(KIND);
    this.#write(LAST, value);
    if (kind === GAUGE) return { kind: "value", value };
    if (kind === COUNTER) return this.#count(value, last);
    return this.#try(value, last);
  }

  #count(value: number, last: number): Reading {
    if (value >= last) return { kind: "value", value: value - last };
    if (value >= 0 && value < last / 2) return { kind: "reset" };
    this.#write(KIND, GAUGE);
    return { kind: "anew", value };
  }

  #try(value: number, last: number): Reading {
    const seen = this.#read(SEEN) + 1;
    this.#write(SEEN, seen);
    if (value < 0 || (seen > 1 && value < last)) this.#write(KIND, GAUGE);
    else if (seen > 1 && value > last) this.#write(GREW, this.#read(GREW) + 1);
    if (seen < TRIAL || this.#read(KIND) === GAUGE) return { kind: "value", value };
    if (this.#read(GREW) < GROWN) {
      this.#write(SEEN, 0);
      this.#write(GREW, 0);
      return { kind: "value", value };
    }
    this.#write(KIND, COUNTER);
    return { kind: "anew", value: null };
  }

  #read(cell: number): number {
    return this.#doubles[this.#first + cell] ?? 0;
  }

  #write(cell: number, value: number): void {
    this.#doubles[this.#first + cell] = value;
  }
}
