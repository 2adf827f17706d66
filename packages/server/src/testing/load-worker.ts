import { parentPort } from "node:worker_threads";

/** What `startLoadThread` asks of its thread. */
export interface LoadOrder {
  readonly id: number;
  readonly url: string;
  readonly key: string;
  readonly atOnce: number;
  /** How many in all. */
  readonly limit: number;
}

/** One request, and when it was begun and answered: milliseconds of `steadyNow`. */
export interface Answered {
  readonly url: string;
  readonly beganAt: number;
  readonly endedAt: number;
  /** 0: the connection was lost. */
  readonly status: number;
}

export type LoadReport = { readonly id: number } & ({ readonly answered: Answered } | object);

const port = parentPort;
const steadyNow = () => Number(process.hrtime.bigint()) / 1e6;
const left = new Map<number, number>();

port?.on("message", (order: LoadOrder | { readonly id: number }) => {
  if (!("url" in order)) {
    left.set(order.id, 0);
    return;
  }
  left.set(order.id, order.limit);
  void Promise.all(Array.from({ length: order.atOnce }, () => follow(order))).then(() =>
    port.postMessage({ id: order.id } satisfies LoadReport),
  );
});

async function follow(order: LoadOrder): Promise<void> {
  for (;;) {
    const more = left.get(order.id) ?? 0;
    if (more <= 0) return;
    left.set(order.id, more - 1);
    const answered = await ask(order);
    port?.postMessage({ id: order.id, answered } satisfies LoadReport);
  }
}

async function ask({ url, key }: LoadOrder): Promise<Answered> {
  const beganAt = steadyNow();
  const status = await fetch(`${url}/api/whoami`, { headers: { "x-api-key": key } }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.status;
    },
    () => 0,
  );
  return { url, beganAt, endedAt: steadyNow(), status };
}
