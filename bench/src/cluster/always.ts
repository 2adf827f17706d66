import { bcryptHasher } from "@latchkey/core";
import { OWNER } from "../database.ts";
import { median } from "../measurement.ts";
import { type Throughput, pipelined } from "./pipeline.ts";
import { installOn, issueKeys, withPostgres } from "./postgres-installation.ts";
import type { Row } from "./row.ts";

const KEYS = 200;
const DEPTHS = [1, 32];
const ROUNDS = 7;
const ROUND_MS = 600;

/** Verifications that read the record and the owner each time, beside those that believe the cache. */
export function measureAlways(): Promise<Row[]> {
  return withPostgres(async (pool) => {
    // Keys are warm when the clock starts: what their hashes cost does not show.
    const hasher = bcryptHasher({ cost: 4 });
    const usual = await installOn(pool, { hasher });
    const always = await installOn(pool, { hasher, cache: { revalidate: "always" } });
    const { user } = await usual.auth.api.signUpEmail({ body: OWNER });
    const keys = await issueKeys(usual.store, { count: KEYS, hasher, userId: user.id });
    // Not in turns: the many uses that the quick one notes are written meanwhile, and would be counted to the slow one.
    const contenders = [
      ...DEPTHS.map((depth) => ({ name: "always", depth, engine: always.engine })),
      ...DEPTHS.map((depth) => ({ name: "default", depth, engine: usual.engine })),
    ];
    const rows: Row[] = [];
    for (const { name, depth, engine } of contenders) {
      for (const { key } of keys) {
        const { valid } = await engine.verify(key);
        if (!valid) throw new Error("A key was refused.");
      }
      const rounds: Throughput[] = [];
      const verify = (turn: number) => engine.verify(keys[turn % KEYS]?.key ?? "");
      // The first round warms up, and does not count.
      for (let round = 0; round <= ROUNDS; round += 1) {
        const done = await pipelined(depth, ROUND_MS, verify);
        if (round > 0) rounds.push(done);
      }
      rows.push({ name: `postgres.${name}.${depth}-at-once`, figures: figuresOf(rounds) });
    }
    await usual.engine.close();
    await always.engine.close();
    return rows;
  });
}

function figuresOf(rounds: readonly Throughput[]) {
  return {
    "ops/s": Math.max(...rounds.map(({ opsPerSecond }) => opsPerSecond)),
    "p50 µs": median(rounds.map(({ p50Microseconds }) => p50Microseconds)),
    "p99 µs": median(rounds.map(({ p99Microseconds }) => p99Microseconds)),
    "processor µs a verification": median(
      rounds.map(({ processor, operations }) => (processor * 1_000) / operations),
    ),
  };
}
