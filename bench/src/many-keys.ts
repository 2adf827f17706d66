import { hash } from "node:crypto";
import { createKeyEngine } from "@latchkey/core";
import { instantHasher } from "./bcrypt-work.ts";
import { newKey } from "./key-draft.ts";
import { type Measurement, together, quantiles } from "./measurement.ts";
import { PrefilledStore } from "./prefilled-store.ts";
import { randomOrder } from "./random-order.ts";

const ROUNDS = 11;
const BATCHES = 400;
const BATCH = 256;
const SAMPLES = 50_000;

/**
 * Warm verifications of so many keys in random order, and what each key takes of the heap; beside them
 * what any cache would have to do: the key's SHA-256 and one look-up in a `Map` of as many entries.
 *
 * Records are believed for an hour, or the larger number of keys would mean the more reads.
 */
export async function measureManyKeys(label: string, count: number): Promise<Measurement[]> {
  const { keys, store } = prefill(count);
  const engine = createKeyEngine({
    store,
    owners: { find: async (id) => ({ id }) },
    hasher: instantHasher,
    // Two generations of half the capacity each; as many keys as fit into one are never moved or dropped.
    cache: { capacity: 2 * count, revalidateAfter: 3_600_000, maxStaleness: 3_600_000 },
  });
  const before = heapInUse();
  for (const key of keys) {
    const { valid } = await engine.verify(key);
    if (!valid) throw new Error("What is measured does not verify its keys.");
  }
  const bytesPerKey = (heapInUse() - before) / count;

  const next = drawing(keys);
  const verified = await measureDrawn(`verify.warm.${label}`, next, (key) => engine.verify(key));
  if (!(await engine.verify(next())).valid) throw new Error("A key was refused.");
  await engine.close();
  const digests = new Map(keys.map((key) => [hash("sha256", key, "binary"), { valid: true }]));
  const floor = await measureDrawn(`floor.map.${label}`, next, (key) =>
    digests.get(hash("sha256", key, "binary")),
  );
  return [{ ...verified, figures: { "heap bytes per key": bytesPerKey } }, floor];
}

function prefill(count: number) {
  const keys: string[] = [];
  const starts: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { key, start } = newKey();
    keys.push(key);
    starts.push(start);
  }
  return { keys, store: new PrefilledStore(keys, starts) };
}

/** Keys in random order, each read once before it is handed out: one that came over the network is in the processor's cache. */
function drawing(keys: readonly string[]): () => string {
  const order = randomOrder(keys.length);
  return () => {
    const key = keys[order()] ?? "";
    for (let at = 0; at < key.length; at += 8) touched ^= key.charCodeAt(at);
    return key;
  };
}

let touched = 0;

async function measureDrawn(
  name: string,
  next: () => string,
  run: (key: string) => unknown,
): Promise<Measurement> {
  await timeBatches(next, run);
  const rounds: Omit<Measurement, "name">[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const opsPerSecond = await timeBatches(next, run);
    rounds.push({ opsPerSecond, ...quantiles(await timeEach(next, run)) });
  }
  return together(name, rounds);
}

/** Calls per second; drawing the keys is not timed. */
async function timeBatches(next: () => string, run: (key: string) => unknown): Promise<number> {
  let milliseconds = 0;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const drawn = Array.from({ length: BATCH }, next);
    const started = performance.now();
    for (const key of drawn) {
      const result = run(key);
      if (result instanceof Promise) await result;
    }
    milliseconds += performance.now() - started;
  }
  return ((BATCHES * BATCH) / milliseconds) * 1_000;
}

async function timeEach(next: () => string, run: (key: string) => unknown): Promise<number[]> {
  const samples: number[] = [];
  for (let taken = 0; taken < SAMPLES; taken += 1) {
    const key = next();
    const started = performance.now();
    const result = run(key);
    if (result instanceof Promise) await result;
    samples.push(performance.now() - started);
  }
  return samples;
}

/** In bytes, once all that can be freed is freed. */
function heapInUse(): number {
  if (globalThis.gc === undefined) throw new Error("Run with --expose-gc: the heap is measured.");
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
