import type { Timers } from "../port/timers.ts";

/** Timers that run out when they are told to. */
export interface ManualTimers extends Timers {
  /** How many are armed. */
  readonly armed: number;
  /**
   * Lets so many milliseconds pass: runs what falls due, earliest first, at its time, including what
   * is armed meanwhile.
   */
  advance(milliseconds: number): void;
}

interface Timer {
  readonly due: number;
  readonly task: () => void;
}

export function manualTimers(): ManualTimers {
  const timers = new Set<Timer>();
  let now = 0;

  function nextUntil(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.due <= end && (next === undefined || timer.due < next.due)) next = timer;
    }
    return next;
  }

  return {
    get armed() {
      return timers.size;
    },
    after(delay, task) {
      const timer = { due: now + delay, task };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (let timer = nextUntil(end); timer !== undefined; timer = nextUntil(end)) {
        timers.delete(timer);
        now = timer.due;
        timer.task();
      }
      now = end;
    },
  };
}
