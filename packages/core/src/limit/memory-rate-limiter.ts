import type { Clock } from "../port/clock.ts";
import type { RateLimiter } from "../port/rate-limiter.ts";
import { KeyWindows, type WindowKeeper } from "./key-windows.ts";
import { SteadyTime } from "./steady-time.ts";

/** How many keys are kept count of at once. */
export const MAX_LIMITED_KEYS = 2 ** 20;
/** How many keys are looked at, for each that comes new, whether they can be forgotten. */
const LOOKS = 4;

/**
 * Limits in the memory of this process, which start anew with it.
 *
 * A key is forgotten when nothing that was taken counts any more, so there are as many in memory as were
 * used within their windows; each that comes new pays for looking at a few others. Beyond
 * `capacity` of them one is forgotten that still counted.
 */
export class MemoryRateLimiter implements RateLimiter, WindowKeeper {
  readonly #time: SteadyTime;
  readonly #capacity: number;
  readonly #onOverflow: () => void;
  readonly #keys = new Map<string, KeyWindows>();
  #round = this.#keys.values();

  /** @param onOverflow told of each key that was forgotten too early. */
  constructor(clock: Clock, onOverflow: () => void = () => undefined, capacity = MAX_LIMITED_KEYS) {
    this.#time = new SteadyTime(clock);
    this.#onOverflow = onOverflow;
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#keys.size;
  }

  of(keyId: string): KeyWindows {
    return this.#keys.get(keyId) ?? this.#add(new KeyWindows(keyId, this));
  }

  /** For the windows of a key: the time by which they count. */
  timeAt(now: number): number {
    return this.#time.at(now);
  }

  /** For windows that were forgotten and are used again: those that count for the key. */
  recall(windows: KeyWindows): KeyWindows {
    return this.#keys.get(windows.keyId) ?? this.#add(windows);
  }

  #add(windows: KeyWindows): KeyWindows {
    let freed = false;
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const other = this.#next();
      if (other === null) break;
      if (other.haveLapsed(this.#time.latest)) freed = this.#forget(other);
    }
    if (!freed && this.#keys.size >= this.#capacity) {
      const other = this.#next();
      if (other !== null) this.#forget(other);
      this.#onOverflow();
    }
    this.#keys.set(windows.keyId, windows);
    windows.counts = true;
    return windows;
  }

  #forget(windows: KeyWindows): true {
    this.#keys.delete(windows.keyId);
    windows.counts = false;
    return true;
  }

  /** All in turn, again and again; `null` where there are none. */
  #next(): KeyWindows | null {
    const next = this.#round.next();
    if (next.done !== true) return next.value;
    this.#round = this.#keys.values();
    return this.#round.next().value ?? null;
  }
}
