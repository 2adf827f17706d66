import type { KeyLimiter, LimitVerdict } from "../port/rate-limiter.ts";
import type { LimitRule, LimitState } from "./limit-rule.ts";
import { SlidingWindow } from "./sliding-window.ts";

/** Where the windows of keys are kept. */
export interface WindowKeeper {
  timeAt(now: number): number;
  recall(windows: KeyWindows): KeyWindows;
}

/** The windows of one key, by the names of its limits. */
export class KeyWindows implements KeyLimiter {
  readonly keyId: string;
  /** Whether these are the windows that the key is counted in; else it has been forgotten since. */
  counts = false;
  readonly #keeper: WindowKeeper;
  /** Nearly every key has one limit. */
  #first: SlidingWindow | null = null;
  #others: Map<string, SlidingWindow> | null = null;

  constructor(keyId: string, keeper: WindowKeeper) {
    this.keyId = keyId;
    this.#keeper = keeper;
  }

  take(rules: readonly LimitRule[], cost: number, now: number): LimitVerdict {
    const live = this.counts ? this : this.#keeper.recall(this);
    return live.#take(rules, cost, this.#keeper.timeAt(now));
  }

  haveLapsed(time: number): boolean {
    this.#dropLapsed(time);
    return this.#others === null && (this.#first === null || this.#first.hasLapsed(time));
  }

  #take(rules: readonly LimitRule[], cost: number, time: number): LimitVerdict {
    const only = rules[0];
    return only !== undefined && rules.length === 1
      ? this.#takeOne(only, only.cost ?? cost, time)
      : this.#takeAll(rules, cost, time);
  }

  #takeOne(rule: LimitRule, cost: number, time: number): LimitVerdict {
    const window = this.#windowOf(rule, time);
    if (window.taken + cost > rule.max) {
      const refused = stateOf(rule, window, fitsAfter(cost, rule.max, window, time));
      return { refused, states: [refused] };
    }
    window.take(cost);
    return { refused: null, states: [stateOf(rule, window, window.changesAt(time) - time)] };
  }

  #takeAll(rules: readonly LimitRule[], cost: number, time: number): LimitVerdict {
    let refused: LimitState | null = null;
    for (const rule of rules) {
      const { max } = rule;
      const window = this.#windowOf(rule, time);
      const taking = rule.cost ?? cost;
      if (window.taken + taking > max) {
        refused = stateOf(rule, window, fitsAfter(taking, max, window, time));
        break;
      }
    }
    const states: LimitState[] = [];
    for (const rule of rules) {
      const window = this.#windowOf(rule, time);
      if (refused === null) window.take(rule.cost ?? cost);
      states.push(
        rule.name === refused?.name
          ? refused
          : stateOf(rule, window, window.changesAt(time) - time),
      );
    }
    return { refused, states };
  }

  #windowOf(rule: LimitRule, time: number): SlidingWindow {
    const first = this.#first;
    const window =
      first !== null && first.name === rule.name && first.length === rule.window
        ? first
        : this.#find(rule, time);
    window.advanceTo(time);
    return window;
  }

  #find({ name, window: length }: LimitRule, time: number): SlidingWindow {
    const known = this.#first?.name === name ? this.#first : this.#others?.get(name);
    // What was taken in windows of another length cannot be told in these: a changed limit starts anew.
    if (known?.length === length) return known;
    const window = new SlidingWindow(name, length);
    if (this.#first === null || this.#first.name === name) {
      this.#first = window;
      return window;
    }
    this.#dropLapsed(time);
    this.#others ??= new Map();
    this.#others.set(name, window);
    return window;
  }

  #dropLapsed(time: number): void {
    if (this.#others === null) return;
    for (const [name, window] of this.#others) {
      if (window.hasLapsed(time)) this.#others.delete(name);
    }
    if (this.#others.size === 0) this.#others = null;
  }
}

function stateOf(rule: LimitRule, window: SlidingWindow, resetAfter: number): LimitState {
  const remaining = Math.max(0, rule.max - window.taken);
  return { name: rule.name, max: rule.max, window: rule.window, remaining, resetAfter };
}

/** Milliseconds. What never fits is told the length of the window, so as not to be tried all the time. */
function fitsAfter(cost: number, max: number, window: SlidingWindow, time: number): number {
  return cost > max ? window.length : window.fitsAt(cost, max) - time;
}
