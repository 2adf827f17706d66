import type { Timers } from "../port/timers.ts";
import type { Background } from "./background.ts";

/** Milliseconds until the first time, and from the end of one time to the next. */
export interface Rhythm {
  readonly first: number;
  readonly interval: number;
}

/** Work in the background from time to time, one run at a time, whether the last one failed or not. */
export class Repeating {
  readonly #timers: Timers;
  readonly #background: Background;
  #cancelTimer: (() => void) | null = null;

  constructor(timers: Timers, background: Background) {
    this.#timers = timers;
    this.#background = background;
  }

  get isStopped(): boolean {
    return this.#cancelTimer === null;
  }

  start(during: string, { first, interval }: Rhythm, work: () => Promise<void>): void {
    const arm = (delay: number) => {
      this.#cancelTimer = this.#timers.after(delay, () => {
        this.#background.run(during, async () => {
          try {
            await work();
          } finally {
            if (!this.isStopped) arm(interval);
          }
        });
      });
    };
    arm(first);
  }

  /** Begins no more; what is under way ends. */
  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
