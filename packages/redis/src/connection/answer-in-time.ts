import type { Timers } from "@latchkey/core";
import { RedisUnavailableError } from "./fault-reason.ts";

export interface Deadline {
  /** Milliseconds that an answer may take. */
  readonly deadline: number;
  readonly timers: Timers;
}

/**
 * What `request` answers; what it says later than that is dropped. No more promises than it takes: every request with
 * limits passes here.
 *
 * @param failed what a failure is told as: as it is, by default.
 * @throws {RedisUnavailableError} where there is no answer in time.
 */
export function answerInTime<T>(
  request: () => Promise<T>,
  { deadline, timers }: Deadline,
  failed: (error: unknown) => unknown = asItIs,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const fail = (error: unknown) => {
      if (isOver) return;
      isOver = true;
      cancel();
      reject(failed(error));
    };
    let cancel = timers.after(deadline, () => {
      // Not yet: if this process was busy until now, the answer lies there and is read before the next timer.
      cancel = timers.after(0, () => {
        fail(new RedisUnavailableError(`no answer within ${deadline} ms`));
      });
    });
    const succeed = (answer: T) => {
      isOver = true;
      cancel();
      resolve(answer);
    };
    request().then(succeed, fail);
  });
}

const asItIs = (error: unknown) => error;
