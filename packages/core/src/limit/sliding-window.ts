/** How many parts a window is counted in. */
export const WINDOW_PARTS = 16;

/**
 * How much was taken within a window that slides: counted in sixteenths of its length. What counts is the
 * part under way and the sixteen before it, which together hold any one window and reach back
 * seventeen sixteenths of it at most. So what fits by this count fits in every window of the length; and
 * whoever takes no more than the most in any seventeen sixteenths of it always fits.
 *
 * Constant time and memory, whatever is taken. Times are milliseconds of a clock that never goes back.
 */
export class SlidingWindow {
  readonly name: string;
  /** Milliseconds. */
  readonly length: number;
  #part = 0;
  #current = 0;
  #sum = 0;
  /** The earliest part that something was taken in and that still counts. */
  #oldest = 0;
  /** What was taken in the sixteen parts before this one, by their number modulo sixteen; `null`: nothing. */
  #past: number[] | null = null;

  constructor(name: string, length: number) {
    this.name = name;
    this.length = length;
  }

  /** Everything below is about the moment that was named here last. */
  advanceTo(time: number): void {
    const part = partOf(time, this);
    if (part > this.#part) this.#advance(part);
  }

  get taken(): number {
    return this.#sum;
  }

  take(cost: number): void {
    if (cost === 0) return;
    if (this.#sum === 0) this.#oldest = this.#part;
    this.#current += cost;
    this.#sum += cost;
  }

  /** The first moment at which less counts than now; this one where nothing does. */
  changesAt(time: number): number {
    return this.#sum === 0 ? time : this.#leavesAt(this.#oldest);
  }

  /** The first moment at which so much will fit under `max`, if nothing else is taken; for a cost that can. */
  fitsAt(cost: number, max: number): number {
    let left = this.#sum;
    for (let part = this.#part - WINDOW_PARTS; part < this.#part; part += 1) {
      left -= this.#past?.[part & (WINDOW_PARTS - 1)] ?? 0;
      if (left + cost <= max) return this.#leavesAt(part);
    }
    return this.#leavesAt(this.#part);
  }

  /** Whether nothing counts any more. */
  hasLapsed(time: number): boolean {
    // Of what was taken in one part only, this is told without making room for sixteen: very many keys
    // are looked at for nothing else.
    if (this.#past === null)
      return this.#sum === 0 || partOf(time, this) - this.#part > WINDOW_PARTS;
    this.advanceTo(time);
    return this.#sum === 0;
  }

  #leavesAt(part: number): number {
    return Math.ceil(((part + WINDOW_PARTS + 1) * this.length) / WINDOW_PARTS);
  }

  #advance(part: number): void {
    const before = this.#part;
    this.#part = part;
    if (this.#sum === 0) return;
    if (part - before > WINDOW_PARTS) {
      this.#clear();
      return;
    }
    const past = (this.#past ??= Array.from({ length: WINDOW_PARTS }, () => 0));
    for (let leaving = before - WINDOW_PARTS; leaving < part - WINDOW_PARTS; leaving += 1) {
      const slot = leaving & (WINDOW_PARTS - 1);
      this.#sum -= past[slot] ?? 0;
      past[slot] = 0;
    }
    past[before & (WINDOW_PARTS - 1)] = this.#current;
    this.#current = 0;
    if (this.#sum === 0) this.#clear();
    else this.#findOldest(past);
  }

  #clear(): void {
    this.#current = 0;
    this.#sum = 0;
    this.#past = null;
  }

  #findOldest(past: readonly number[]): void {
    let oldest = this.#part - WINDOW_PARTS;
    while (past[oldest & (WINDOW_PARTS - 1)] === 0) oldest += 1;
    this.#oldest = oldest;
  }
}

function partOf(time: number, { length }: SlidingWindow): number {
  return Math.floor((time * WINDOW_PARTS) / length);
}
