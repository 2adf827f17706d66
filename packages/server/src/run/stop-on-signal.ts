import type { EventEmitter } from "node:events";
import type { Timers } from "@latchkey/core";
import type { Logger } from "../log/logger.ts";

/** Milliseconds that requests under way have to finish. */
export const STOP_TIME_LIMIT = 10_000;

export interface StopParts {
  readonly stop: () => Promise<void>;
  readonly log: Logger;
  readonly timers: Timers;
  /** Where SIGTERM and SIGINT arrive, and what ends the process: both are `process`'s. */
  readonly signals: EventEmitter;
  readonly exit: (code: number) => void;
}

/**
 * Stops the server in order at the first SIGTERM or SIGINT and exits with 0. A second signal, or the
 * time limit, ends the process at once, with 1.
 */
export function stopOnSignal({ stop, log, timers, signals, exit }: StopParts): void {
  let stopping = false;
  const stopInOrder = async () => {
    try {
      await stop();
      log.info("stopped");
      exit(0);
    } catch (error) {
      log.error({ err: error }, "could not stop in order");
      exit(1);
    }
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) {
      log.warn({ signal }, "told to stop again: stopping at once");
      exit(1);
      return;
    }
    stopping = true;
    log.info({ signal }, "stopping: finishing what is under way");
    timers.after(STOP_TIME_LIMIT, () => {
      log.error("requests under way did not finish in time: stopping at once");
      exit(1);
    });
    void stopInOrder();
  };
  signals.on("SIGTERM", onSignal);
  signals.on("SIGINT", onSignal);
}
