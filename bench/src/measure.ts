/** One row of the results. */
export interface Measurement {
  readonly name: string;
  /** From runs timed as a whole, so that reading the clock costs next to nothing. */
  readonly opsPerSecond: number;
  /** From calls timed one by one, in microseconds; includes reading the clock twice (about 0.05). */
  readonly p50Microseconds: number;
  readonly p99Microseconds: number;
}

const WARM_UP_MS = 300;
const BATCH_MS = 1_000;
const MAX_SAMPLES = 100_000;

/** Measures something quick that can be repeated at will: warmed up, one call after the other. */
export async function measure(name: string, run: () => unknown): Promise<Measurement> {
  await runFor(WARM_UP_MS, run);
  const { calls, milliseconds } = await runFor(BATCH_MS, run);
  const samples = await sample(Math.min(MAX_SAMPLES, Math.max(100, Math.floor(calls / 4))), run);
  return { name, opsPerSecond: (calls / milliseconds) * 1_000, ...quantiles(samples) };
}

/** Measures something that can be done once for each input only. */
export async function measureOnce<Input>(
  name: string,
  inputs: readonly Input[],
  run: (input: Input) => Promise<unknown>,
): Promise<Measurement> {
  const samples: number[] = [];
  for (const input of inputs) {
    const started = performance.now();
    await run(input);
    samples.push(performance.now() - started);
  }
  const total = samples.reduce((sum, each) => sum + each, 0);
  return { name, opsPerSecond: (samples.length / total) * 1_000, ...quantiles(samples) };
}

async function runFor(limit: number, run: () => unknown) {
  const started = performance.now();
  let calls = 0;
  let milliseconds = 0;
  while (milliseconds < limit) {
    // The clock is read once in 64 calls; a call that is no promise is not awaited, so that it costs no turn.
    for (let each = 0; each < 64; each += 1) {
      const result = run();
      if (result instanceof Promise) await result;
    }
    calls += 64;
    milliseconds = performance.now() - started;
  }
  return { calls, milliseconds };
}

async function sample(count: number, run: () => unknown): Promise<number[]> {
  const samples: number[] = [];
  for (let taken = 0; taken < count; taken += 1) {
    const started = performance.now();
    const result = run();
    if (result instanceof Promise) await result;
    samples.push(performance.now() - started);
  }
  return samples;
}

function quantiles(milliseconds: number[]) {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 1_000;
  return { p50Microseconds: at(0.5), p99Microseconds: at(0.99) };
}
