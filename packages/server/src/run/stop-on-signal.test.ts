import { EventEmitter } from "node:events";
import { manualTimers } from "@latchkey/core/testing";
import { expect, test, vi } from "vitest";
import { createLogger } from "../log/logger.ts";
import { STOP_TIME_LIMIT, stopOnSignal } from "./stop-on-signal.ts";

function stoppable() {
  const signals = new EventEmitter();
  const timers = manualTimers();
  const stopped = Promise.withResolvers<void>();
  const exits: number[] = [];
  const exited = Promise.withResolvers<number>();
  const exit = (code: number) => {
    exits.push(code);
    exited.resolve(code);
  };
  const stop = vi.fn(() => stopped.promise);
  const log = createLogger({ write: () => undefined });
  stopOnSignal({ stop, log, timers, signals, exit });
  return { signals, timers, stopped, exits, exited: exited.promise, stop };
}

test.each(["SIGTERM", "SIGINT"])("%s stops in order and exits with 0", async (signal) => {
  const { signals, stopped, exits, exited, stop } = stoppable();
  signals.emit(signal, signal);
  expect(stop).toHaveBeenCalledOnce();
  expect(exits).toEqual([]);
  stopped.resolve();
  expect(await exited).toBe(0);
});

test("a second signal ends the process at once", () => {
  const { signals, exits, stop } = stoppable();
  signals.emit("SIGTERM", "SIGTERM");
  signals.emit("SIGINT", "SIGINT");
  expect(stop).toHaveBeenCalledOnce();
  expect(exits).toEqual([1]);
});

test("what does not finish within the time limit is cut off, and not before", () => {
  const { signals, timers, exits } = stoppable();
  signals.emit("SIGTERM", "SIGTERM");
  timers.advance(STOP_TIME_LIMIT - 1);
  expect(exits).toEqual([]);
  timers.advance(1);
  expect(exits).toEqual([1]);
});

test("a stop that fails exits with 1", async () => {
  const { signals, stopped, exited } = stoppable();
  signals.emit("SIGTERM", "SIGTERM");
  stopped.reject(new Error("the disk is full"));
  expect(await exited).toBe(1);
});
