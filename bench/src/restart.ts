import { randomBytes } from "node:crypto";
import { type Hasher, hmacSha256Hasher } from "@latchkey/core";
import { bcryptWork } from "./bcrypt-work.ts";
import { withDatabase } from "./database.ts";
import { type Installation, install } from "./installation.ts";
import { type Measurement, quantiles } from "./measurement.ts";

const KEYS = 10_000;
const SAMPLE = 500;
/** How many requests with keys that are not known yet are under way at once. */
const AT_ONCE = 64;

/** How long a process that has just started needs until it knows 10,000 keys by bcrypt; from 500, unless `full`. */
export function measureBcryptRestart({ full }: { full: boolean }): Promise<Measurement[]> {
  return measureRestart("restart.bcrypt.10k", bcryptWork(), full ? KEYS : SAMPLE);
}

/** The same with `hmacSha256Hasher`. */
export function measureHmacRestart(): Promise<Measurement[]> {
  const hasher = hmacSha256Hasher({ pepper: randomBytes(32) });
  return measureRestart("restart.hmac.10k", hasher, KEYS);
}

function measureRestart(name: string, hasher: Hasher, count: number): Promise<Measurement[]> {
  return withDatabase(async (database) => {
    const { engine, issue } = await install(database, { hasher });
    const keys = await issue(count, hasher);
    const started = performance.now();
    const samples = await verifyAll(engine, keys);
    const seconds = (performance.now() - started) / 1_000;
    await engine.close();
    return [
      {
        name,
        opsPerSecond: count / seconds,
        ...quantiles(samples),
        figures: { "seconds for 10,000 keys": (seconds * KEYS) / count, "keys measured": count },
      },
    ];
  });
}

async function verifyAll(engine: Installation["engine"], keys: readonly string[]) {
  const samples: number[] = [];
  const left = keys.values();
  const caller = async () => {
    for (const key of left) {
      const started = performance.now();
      const { valid } = await engine.verify(key);
      if (!valid) throw new Error("A key was refused.");
      samples.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  return samples;
}
