import type { Background } from "../background/background.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { Timers } from "../port/timers.ts";

/** Milliseconds between writes of when keys were last used. */
export const LAST_USE_INTERVAL = 5_000;

/**
 * When each key was last used: noted in memory, written every few seconds. A verification never
 * waits for it, and it touches nothing but `lastRequest`.
 */
export class LastUse {
  readonly #store: KeyStore;
  readonly #timers: Timers;
  readonly #background: Background;
  #pending = new Map<string, number>();
  #cancelTimer: (() => void) | null = null;
  /** What is being written, and the promise of it. */
  #writing: { readonly uses: ReadonlyMap<string, number>; readonly done: Promise<void> } | null =
    null;

  constructor(store: KeyStore, timers: Timers, background: Background) {
    this.#store = store;
    this.#timers = timers;
    this.#background = background;
  }

  /** `now` in milliseconds since the epoch. */
  note(id: string, now: number): void {
    this.#pending.set(id, now);
    this.#arm();
  }

  /** A use that the store may not know of yet, else `null`. */
  noted(id: string): Date | null {
    const at = this.#pending.get(id) ?? this.#writing?.uses.get(id);
    return at === undefined ? null : new Date(at);
  }

  /** Writes what was noted. What the store refuses is kept for the next time. */
  async flush(): Promise<void> {
    // One write at a time: of two, the one with the older moments might come last.
    while (this.#writing !== null) await this.#writing.done.catch(() => undefined);
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#pending.size === 0) return;
    const uses = this.#pending;
    this.#pending = new Map();
    const done = this.#write(uses);
    this.#writing = { uses, done };
    try {
      await done;
    } catch (error) {
      this.#pending = new Map([...uses, ...this.#pending]);
      throw error;
    } finally {
      this.#writing = null;
      if (this.#pending.size > 0) this.#arm();
    }
  }

  async #write(uses: ReadonlyMap<string, number>): Promise<void> {
    await this.#store.recordUse([...uses].map(([id, at]) => ({ id, at: new Date(at) })));
  }

  #arm(): void {
    this.#cancelTimer ??= this.#timers.after(LAST_USE_INTERVAL, () => {
      this.#cancelTimer = null;
      // A write under way arms anew when it ends.
      if (this.#writing === null) this.#background.run("record use", () => this.flush());
    });
  }
}
