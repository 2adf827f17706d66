import type { Timers } from "../port/timers.ts";

/** A store that does not answer is as good as one that is away: milliseconds until it counts as that. */
export const READ_DEADLINE = 2_000;

/** What `load` answers; rejects if that takes longer than `READ_DEADLINE`. The late answer is dropped. */
export function inTime<T>(load: () => Promise<T>, timers: Timers): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(READ_DEADLINE, () => {
      reject(new Error(`No answer within ${READ_DEADLINE} ms.`));
    });
    load().then(resolve, reject).finally(cancel);
  });
}
