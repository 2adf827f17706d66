/**
 * All that a detector knows, in one piece of bytes: saved by copying it, and never larger than when it
 * was made. Parts take their cells in a fixed order, so that restored bytes mean what they meant. All
 * zeros is the state of a detector that has seen nothing.
 *
 * One view for all parts, not one for each: views are larger than what most parts have to remember.
 */
export class Memory {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly cells: Float32Array;
  #taken: number;

  /** @param reserved Bytes at the beginning that are no cells. */
  constructor(size: number, reserved: number) {
    this.bytes = new Uint8Array(size);
    this.cells = new Float32Array(this.bytes.buffer);
    this.#taken = reserved / Float32Array.BYTES_PER_ELEMENT;
  }

  /** The number of the first of so many cells. */
  take(count: number): number {
    const first = this.#taken;
    this.#taken += count;
    if (this.#taken > this.cells.length) throw new RangeError("A detector's memory is too small.");
    return first;
  }

  forget(): void {
    this.bytes.fill(0);
  }
}

/** Something with numbered cells of its own. */
export abstract class Part {
  protected readonly cells: Float32Array;
  readonly #first: number;

  constructor(memory: Memory, count: number) {
    this.cells = memory.cells;
    this.#first = memory.take(count);
  }

  protected read(cell: number): number {
    return this.cells[this.#first + cell] ?? 0;
  }

  protected write(cell: number, value: number): void {
    this.cells[this.#first + cell] = value;
  }

  /** Moves a mean by `rate` towards a value. */
  protected approach(cell: number, value: number, rate: number): void {
    const at = this.#first + cell;
    const before = this.cells[at] ?? 0;
    this.cells[at] = before + rate * (value - before);
  }

  /** Where a cell lies in `cells`, for loops over many. */
  protected at(cell: number): number {
    return this.#first + cell;
  }
}
