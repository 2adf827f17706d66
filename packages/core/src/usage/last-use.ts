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

  constructor(store: KeyStore, timers: Timers, background: Background) {
    this.#store = store;
    this.#timers = timers;
    this.#background = background;
  }

  /** `now` in milliseconds since the epoch. */
  note(id: string, now: number): void {
    this.#pending.set(id, now);
    this.#cancelTimer ??= this.#timers.after(LAST_USE_INTERVAL, () => {
      this.#cancelTimer = null;
      this.#background.run("record use", () => this.flush());
    });
  }

  /** A use that was noted and not yet written, else `null`. */
  pending(id: string): Date | null {
    const noted = this.#pending.get(id);
    return noted === undefined ? null : new Date(noted);
  }

  /** Writes what was noted. What the store refuses is kept for the next time. */
  async flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#pending.size === 0) return;
    const noted = this.#pending;
    this.#pending = new Map();
    try {
      await this.#store.recordUse([...noted].map(([id, at]) => ({ id, at: new Date(at) })));
    } catch (error) {
      const later = this.#pending;
      this.#pending = noted;
      for (const [id, at] of later) this.note(id, at);
      throw error;
    }
  }
}
