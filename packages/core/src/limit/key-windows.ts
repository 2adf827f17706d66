import type { KeyLimiter, LimitVerdict } from "../port/rate-limiter.ts";
import type { LimitRule, LimitState } from "./limit-rule.ts";
import { SlidingWindow } from "./sliding-window.ts";

/** Where the windows of keys are kept. */
export interface WindowKeeper {
  timeAt(now: number): number;
  recall(windows: KeyWindows): KeyWindows;
}

/**
 * The windows of one key, by the names of its limits. There are very many of these: what is done to one is in
 * functions of the class, since methods of its own would be another field of each.
 */
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
    return KeyWindows.#take(live, rules, cost, this.#keeper.timeAt(now));
  }

  haveLapsed(time: number): boolean {
    KeyWindows.#dropLapsed(this, time);
    return this.#others === null && (this.#first === null || this.#first.hasLapsed(time));
  }

  static #take(
    windows: KeyWindows,
    rules: readonly LimitRule[],
    cost: number,
    time: number,
  ): LimitVerdict {
    const only = rules[0];
    if (only === undefined || rules.length > 1)
      return KeyWindows.#takeAll(windows, rules, cost, time);
    return takeOne(KeyWindows.#windowOf(windows, only, time), only, only.cost ?? cost, time);
  }

  static #takeAll(
    windows: KeyWindows,
    rules: readonly LimitRule[],
    cost: number,
    time: number,
  ): LimitVerdict {
    let refused: LimitState | null = null;
    for (const rule of rules) {
      const { max } = rule;
      const window = KeyWindows.#windowOf(windows, rule, time);
      const taking = rule.cost ?? cost;
      if (window.taken + taking > max) {
        refused = stateOf(rule, window, fitsAfter(taking, max, window, time));
        break;
      }
    }
    const states: LimitState[] = [];
    for (const rule of rules) {
      const window = KeyWindows.#windowOf(windows, rule, time);
      if (refused === null) window.take(rule.cost ?? cost);
      states.push(
        rule.name === refused?.name
          ? refused
          : stateOf(rule, window, window.changesAt(time) - time),
      );
    }
    return { refused, states };
  }

  static #windowOf(windows: KeyWindows, rule: LimitRule, time: number): SlidingWindow {
    const first = windows.#first;
    const window =
      first !== null && first.isOf(rule) ? first : KeyWindows.#find(windows, rule, time);
    window.advanceTo(time);
    return window;
  }

  static #find(windows: KeyWindows, rule: LimitRule, time: number): SlidingWindow {
    const { name } = rule;
    const first = windows.#first;
    const known = first?.rule.name === name ? first : windows.#others?.get(name);
    // What was taken in windows of another length cannot be told in these: a changed limit starts anew.
    if (known?.isOf(rule) === true) return known;
    const window = new SlidingWindow(rule);
    if (first === null || first.rule.name === name) {
      windows.#first = window;
      return window;
    }
    KeyWindows.#dropLapsed(windows, time);
    windows.#others ??= new Map();
    windows.#others.set(name, window);
    return window;
  }

  static #dropLapsed(windows: KeyWindows, time: number): void {
    const others = windows.#others;
    if (others === null) return;
    for (const [name, window] of others) {
      if (window.hasLapsed(time)) others.delete(name);
    }
    if (others.size === 0) windows.#others = null;
  }
}

function takeOne(window: SlidingWindow, rule: LimitRule, cost: number, time: number): LimitVerdict {
  if (window.taken + cost > rule.max) {
    const refused = stateOf(rule, window, fitsAfter(cost, rule.max, window, time));
    return { refused, states: [refused] };
  }
  window.take(cost);
  return { refused: null, states: [stateOf(rule, window, window.changesAt(time) - time)] };
}

function stateOf(rule: LimitRule, window: SlidingWindow, resetAfter: number): LimitState {
  const remaining = Math.max(0, rule.max - window.taken);
  return { name: rule.name, max: rule.max, window: rule.window, remaining, resetAfter };
}

/** Milliseconds. What never fits is told the length of the window, so as not to be tried all the time. */
function fitsAfter(cost: number, max: number, window: SlidingWindow, time: number): number {
  return cost > max ? window.rule.window : window.fitsAt(cost, max) - time;
}
