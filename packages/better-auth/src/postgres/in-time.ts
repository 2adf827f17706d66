import type { Timers } from "@latchkey/core";

/** Resolves when the work has ended, well or not, or when so many milliseconds are over. */
export function inTime(work: Promise<unknown>, deadline: number, timers: Timers): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = timers.after(deadline, resolve);
  const ended = Promise.allSettled([work]).then(cancel);
  return Promise.race([promise, ended]);
}
