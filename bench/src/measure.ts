import { type Measurement, together, quantiles } from "./measurement.ts";

const WARM_UP_MS = 300;
const ROUNDS = 11;
const ROUND_MS = 100;
const MAX_SAMPLES = 20_000;

/** Measures something quick that can be repeated at will: warmed up, one call after the other. */
export async function measure(name: string, run: () => unknown): Promise<Measurement[]> {
  return measureTogether({ [name]: run });
}

/**
 * Measures several quick things in turns, round by round, so that what the machine does beside this
 * meets them all alike.
 */
export async function measureTogether(
  contenders: Readonly<Record<string, () => unknown>>,
): Promise<Measurement[]> {
  const all = Object.entries(contenders).map(([name, run]) => ({
    name,
    run,
    rounds: [] as Omit<Measurement, "name">[],
  }));
  for (const { run } of all) await runFor(WARM_UP_MS, run);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { run, rounds } of all) {
      const { calls, milliseconds } = await runFor(ROUND_MS, run);
      const samples = await sample(Math.min(MAX_SAMPLES, Math.max(50, Math.floor(calls / 4))), run);
      rounds.push({ opsPerSecond: (calls / milliseconds) * 1_000, ...quantiles(samples) });
    }
  }
  return all.map(({ name, rounds }) => together(name, rounds));
}

/**
 * Measures what can be done once for each input only. Several things take turns, input by input, so that
 * what the machine does beside this meets them all alike.
 */
export async function measureOnce<Input>(
  contenders: Readonly<Record<string, (input: Input) => Promise<unknown>>>,
  inputs: readonly Input[],
): Promise<Measurement[]> {
  const all = Object.entries(contenders).map(([name, run]) => ({
    name,
    run,
    samples: [] as number[],
  }));
  for (const input of inputs) {
    for (const { run, samples } of all) {
      const started = performance.now();
      await run(input);
      samples.push(performance.now() - started);
    }
  }
  return all.map(({ name, samples }) => {
    const total = samples.reduce((sum, each) => sum + each, 0);
    return { name, opsPerSecond: (samples.length / total) * 1_000, ...quantiles(samples) };
  });
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
