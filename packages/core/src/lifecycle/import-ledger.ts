import { ATTEMPT_BURST } from "../verify/attempt-throttle.ts";

/**
 * How many imported keys with nothing but a start and a bcrypt hash may share the start. With more, the
 * first use of one would try so many others that their attempts are throttled.
 */
export const MAX_SHARED_START = ATTEMPT_BURST;

/**
 * What one import has seen so far, so that a large one can be checked, and then written, in parts. A
 * new one for each time through.
 */
export class ImportLedger {
  /** By origin: the place in the order of all inputs, from 0 on. */
  readonly #places = new Map<string, number>();
  /** By look-up: how many share it, those that the store had before included. */
  readonly #shared = new Map<string, number>();
  #next = 0;

  /** The place of the next input. */
  place(): number {
    this.#next += 1;
    return this.#next - 1;
  }

  /** The place at which this key came before; `null` if this is the first time, which is noted. */
  repeats(origin: string, place: number): number | null {
    const first = this.#places.get(origin);
    if (first !== undefined) return first;
    this.#places.set(origin, place);
    return null;
  }

  /** Whether one more key can share the look-up, of which the store had `stored`; if so, it is counted. */
  shares(lookup: string, stored: number): boolean {
    const count = this.#shared.get(lookup) ?? stored;
    if (count >= MAX_SHARED_START) return false;
    this.#shared.set(lookup, count + 1);
    return true;
  }
}
