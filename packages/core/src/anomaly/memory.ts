/**
 * All that a detector knows, in one piece of bytes: saved by copying it, and never larger than when it
 * was made. Parts take their cells in a fixed order, so that restored bytes mean what they meant. All
 * zeros is the state of a detector that has seen nothing.
 */
export class Memory {
  readonly bytes: Uint8Array<ArrayBuffer>;
  #taken = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  /** For what needs all its digits. Taken before any others, so that they lie where they must. */
  doubles(count: number): Float64Array {
    return new Float64Array(this.bytes.buffer, this.#take(count * 8), count);
  }

  floats(count: number): Float32Array {
    return new Float32Array(this.bytes.buffer, this.#take(count * 4), count);
  }

  /** Counts that stop at 255. Taken last. */
  counts(count: number): Uint8Array {
    return new Uint8Array(this.bytes.buffer, this.#take(count), count);
  }

  forget(): void {
    this.bytes.fill(0);
  }

  #take(size: number): number {
    const at = this.#taken;
    this.#taken += size;
    return at;
  }
}

/** Numbered cells with whole sentences: what is not there is 0, which typed arrays never say. */
export abstract class Part {
  readonly #cells: Float32Array;

  constructor(memory: Memory, count: number) {
    this.#cells = memory.floats(count);
  }

  protected read(cell: number): number {
    return this.#cells[cell] ?? 0;
  }

  protected write(cell: number, value: number): void {
    this.#cells[cell] = value;
  }

  /** Moves a mean by `rate` towards a value. */
  protected approach(cell: number, value: number, rate: number): void {
    const before = this.read(cell);
    this.write(cell, before + rate * (value - before));
  }
}
