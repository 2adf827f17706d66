import type { Timers } from "../port/timers.ts";

/** A store that does not answer is as good as one that is away: milliseconds until it counts as that. */
export const READ_DEADLINE = 2_000;

/** What `load` answers; rejects if that takes longer than `deadline` milliseconds. The late answer is dropped. */
export function inTime<T>(
  load: () => Promise<T>,
  timers: Timers,
  deadline = READ_DEADLINE,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(deadline, () => {
      reject(new Error(`No answer within ${deadline} ms.`));
    });
    load().then(resolve, reject).finally(cancel);
  });
}
