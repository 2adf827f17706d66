import type { LimitRule } from "./limit-rule.ts";

/** How many parts a window is counted in. */
export const WINDOW_PARTS = 16;

/** What was taken in more parts than one. */
interface Parts {
  /** In the part under way. */
  current: number;
  /** The earliest part that something was taken in and that still counts. */
  oldest: number;
  /** In the sixteen parts before this one, by their number modulo sixteen. */
  readonly past: number[];
}

/**
 * How much was taken within a window that slides: counted in sixteenths of its length. What counts is the
 * part under way and the sixteen before it, which together hold any one window and reach back
 * seventeen sixteenths of it at most. So what fits by this count fits in every window of the length; and
 * whoever takes no more than the most in any seventeen sixteenths of it always fits.
 *
 * Constant time and memory, whatever is taken. Times are milliseconds of a clock that never goes back.
 * There are very many of these: what a window has that was used in one part only is all in two numbers, and
 * what is done to one is in functions of the class, since methods of its own would be another field of each.
 */
export class SlidingWindow {
  /** Whose length it has. */
  readonly rule: Pick<LimitRule, "name" | "window">;
  #part = 0;
  #sum = 0;
  /** `null`: all that counts was taken in this part. */
  #parts: Parts | null = null;

  constructor(rule: Pick<LimitRule, "name" | "window">) {
    this.rule = rule;
  }

  isOf({ name, window: length }: LimitRule): boolean {
    return this.rule.name === name && this.rule.window === length;
  }

  /** Everything below is about the moment that was named here last. */
  advanceTo(time: number): void {
    const part = partOf(time, this);
    if (part > this.#part) SlidingWindow.#advance(this, part);
  }

  get taken(): number {
    return this.#sum;
  }

  take(cost: number): void {
    this.#sum += cost;
    if (this.#parts !== null) this.#parts.current += cost;
  }

  /** The first moment at which less counts than now; this one where nothing does. */
  changesAt(time: number): number {
    return this.#sum === 0 ? time : leavesAt(this.#parts?.oldest ?? this.#part, this);
  }

  /** The first moment at which so much will fit under `max`, if nothing else is taken; for a cost that can. */
  fitsAt(cost: number, max: number): number {
    let left = this.#sum;
    for (let part = this.#part - WINDOW_PARTS; part < this.#part; part += 1) {
      left -= this.#parts?.past[part & (WINDOW_PARTS - 1)] ?? 0;
      if (left + cost <= max) return leavesAt(part, this);
    }
    return leavesAt(this.#part, this);
  }

  /** Whether nothing counts any more. */
  hasLapsed(time: number): boolean {
    // Of what was taken in one part only, this is told without making room for sixteen: very many keys
    // are looked at for nothing else.
    if (this.#parts === null)
      return this.#sum === 0 || partOf(time, this) - this.#part > WINDOW_PARTS;
    this.advanceTo(time);
    return this.#sum === 0;
  }

  static #advance(window: SlidingWindow, part: number): void {
    const before = window.#part;
    window.#part = part;
    if (window.#sum === 0) return;
    if (part - before > WINDOW_PARTS) {
      window.#sum = 0;
      window.#parts = null;
      return;
    }
    const parts = (window.#parts ??= partsOf(window.#sum));
    const { past } = parts;
    for (let leaving = before - WINDOW_PARTS; leaving < part - WINDOW_PARTS; leaving += 1) {
      const slot = leaving & (WINDOW_PARTS - 1);
      window.#sum -= past[slot] ?? 0;
      past[slot] = 0;
    }
    past[before & (WINDOW_PARTS - 1)] = parts.current;
    parts.current = 0;
    if (window.#sum === 0) window.#parts = null;
    else parts.oldest = oldestOf(past, part);
  }
}

/** Of a window in which so much was taken in the part under way. */
function partsOf(current: number): Parts {
  return { current, oldest: 0, past: Array.from({ length: WINDOW_PARTS }, () => 0) };
}

function oldestOf(past: readonly number[], part: number): number {
  let oldest = part - WINDOW_PARTS;
  while (past[oldest & (WINDOW_PARTS - 1)] === 0) oldest += 1;
  return oldest;
}

function leavesAt(part: number, { rule: { window: length } }: SlidingWindow): number {
  return Math.ceil(((part + WINDOW_PARTS + 1) * length) / WINDOW_PARTS);
}

function partOf(time: number, { rule: { window: length } }: SlidingWindow): number {
  return Math.floor((time * WINDOW_PARTS) / length);
}
