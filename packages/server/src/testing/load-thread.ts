import { Worker } from "node:worker_threads";
import type { Answered, LoadOrder, LoadReport } from "./load-worker.ts";

/** Requests that follow each other without a pause, so many at a time. */
export interface SteadyLoad {
  /** What has come of it so far, in the order of the answers. */
  readonly answered: readonly Answered[];
  /** Begins no more, and resolves when those under way are answered. */
  stop(): Promise<readonly Answered[]>;
}

export interface LoadThread {
  /** Requests with a key, each as soon as one before it is answered; `limit`: so many in all, else until stopped. */
  load(
    request: Pick<LoadOrder, "url" | "key" | "atOnce"> & { readonly limit?: number },
  ): SteadyLoad;
  end(): Promise<void>;
}

/** Sends requests from a thread of its own: this one has the networks of the servers to see to. */
export function startLoadThread(): LoadThread {
  const worker = new Worker(new URL("load-worker.ts", import.meta.url));
  const loads = new Map<number, (report: LoadReport) => void>();
  worker.on("message", (report: LoadReport) => loads.get(report.id)?.(report));
  const tell = (order: LoadOrder | { readonly id: number }) => {
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node, which has no origin
    worker.postMessage(order);
  };
  return {
    load({ limit = Number.POSITIVE_INFINITY, ...request }) {
      const id = loads.size;
      const answered: Answered[] = [];
      const ended = new Promise<void>((resolve) => {
        loads.set(id, (report) => {
          if ("answered" in report) answered.push(report.answered);
          else resolve();
        });
      });
      tell({ id, limit, ...request });
      return {
        answered,
        async stop() {
          tell({ id });
          await ended;
          return answered;
        },
      };
    },
    async end() {
      await worker.terminate();
    },
  };
}

/** Milliseconds that only go forward, the same in all threads. */
export const steadyNow = (): number => Number(process.hrtime.bigint()) / 1e6;

/** How often each status was answered; 0: not at all. */
export function tally(answered: readonly Answered[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of answered) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
