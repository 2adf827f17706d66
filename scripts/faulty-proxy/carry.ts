import type { Socket } from "node:net";
import type { Timers } from "@latchkey/core";
import type { Gate } from "./gate.ts";

/** What lies between two sockets. */
export interface Way {
  readonly held: Gate;
  /** Milliseconds, as of now. */
  readonly latency: () => number;
  readonly timers: Timers;
}

/** Passes on to one socket, in order, all that comes from another: data, its end, and that it is gone. */
export function carry(from: Socket, to: Socket, { held, latency, timers }: Way): void {
  let last = Promise.resolve();

  async function after(before: Promise<void>, due: Promise<void>, act: () => void): Promise<void> {
    await before;
    await due;
    await held.passed();
    if (!to.destroyed) act();
  }
  function inTurn(act: () => void): void {
    last = after(last, elapsed(timers, latency()), act);
  }

  from.on("data", (chunk: Buffer) => {
    inTurn(() => to.write(chunk));
  });
  from.once("end", () => {
    inTurn(() => to.end());
  });
  // Why it is gone comes with "close", which follows.
  from.on("error", () => {});
  from.once("close", (failed) => {
    inTurn(() => {
      if (failed) to.resetAndDestroy();
      else to.destroySoon();
    });
  });
}

function elapsed(timers: Timers, milliseconds: number): Promise<void> {
  if (milliseconds === 0) return Promise.resolve();
  return new Promise((resolve) => {
    timers.after(milliseconds, resolve);
  });
}
