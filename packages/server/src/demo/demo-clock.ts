import type { Clock } from "@latchkey/core";

/** A clock that is put where the demonstration has something happen. */
export interface DemoClock extends Clock {
  /** Milliseconds since the epoch. */
  set(time: number): void;
}

export function demoClock(time: number): DemoClock {
  let now = time;
  return {
    now: () => now,
    set: (next) => {
      now = next;
    },
  };
}
