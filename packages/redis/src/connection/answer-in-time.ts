import type { Timers } from "@latchkey/core";
import { RedisUnavailableError } from "./fault-reason.ts";

export interface Deadline {
  /** Milliseconds that an answer may take. */
  readonly deadline: number;
  readonly timers: Timers;
}

/**
 * What `request` answers; what it says later than that is dropped.
 *
 * @throws {RedisUnavailableError} where there is no answer in time.
 */
export function answerInTime<T>(
  request: () => Promise<T>,
  { deadline, timers }: Deadline,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let cancel = timers.after(deadline, () => {
      // Not yet: if this process was busy until now, the answer lies there and is read before the next timer.
      cancel = timers.after(0, () => {
        reject(new RedisUnavailableError(`no answer within ${deadline} ms`));
      });
    });
    request()
      .then(resolve, reject)
      .finally(() => {
        cancel();
      });
  });
}
