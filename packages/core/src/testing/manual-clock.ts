import type { Clock } from "../port/clock.ts";

/** A clock that stands still until it is told otherwise. */
export interface ManualClock extends Clock {
  /** Moves the clock on by so many milliseconds; back, if negative. */
  advance(milliseconds: number): void;
  set(moment: Date | number): void;
}

export function manualClock(start: Date | number = Date.UTC(2026, 0, 15, 12)): ManualClock {
  let now = start.valueOf();
  return {
    now: () => now,
    advance(milliseconds) {
      now += milliseconds;
    },
    set(moment) {
      now = moment.valueOf();
    },
  };
}
