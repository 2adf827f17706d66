import { quantiles } from "../measurement.ts";

export interface Throughput {
  readonly opsPerSecond: number;
  readonly p50Microseconds: number;
  readonly p99Microseconds: number;
  readonly operations: number;
  /** Of this process, in milliseconds of one core. */
  readonly processor: number;
}

/** Runs so many at a time for so many milliseconds, each place the next as soon as its last has ended. */
export async function pipelined(
  depth: number,
  milliseconds: number,
  run: (turn: number) => unknown,
): Promise<Throughput> {
  const samples: number[] = [];
  let operations = 0;
  const processorBefore = process.cpuUsage();
  const began = performance.now();
  const end = began + milliseconds;
  await Promise.all(
    Array.from({ length: depth }, async () => {
      for (let startedAt = performance.now(); startedAt < end;) {
        const turn = operations;
        operations += 1;
        const result = run(turn);
        if (result instanceof Promise) await result;
        // What needs no waiting must leave the other places and timers their turns all the same.
        else if (turn % 1_024 === 0) await new Promise((resolve) => void setImmediate(resolve));
        const now = performance.now();
        if (turn % 16 === 0) samples.push(now - startedAt);
        startedAt = now;
      }
    }),
  );
  const { user, system } = process.cpuUsage(processorBefore);
  const opsPerSecond = (operations / (performance.now() - began)) * 1_000;
  return { opsPerSecond, operations, processor: (user + system) / 1_000, ...quantiles(samples) };
}
