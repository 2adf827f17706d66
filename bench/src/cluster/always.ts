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
    const contenders = DEPTHS.flatMap((depth) => [
      { name: `postgres.default.${depth}-at-once`, depth, engine: usual.engine },
      { name: `postgres.always.${depth}-at-once`, depth, engine: always.engine },
    ]).map((each) => ({ ...each, rounds: [] as Throughput[] }));
    for (const { engine } of contenders) {
      for (const { key } of keys) {
        const { valid } = await engine.verify(key);
        if (!valid) throw new Error("A key was refused.");
      }
    }
    // The first round warms up, and does not count.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { engine, depth, rounds } of contenders) {
        const verify = (turn: number) => engine.verify(keys[turn % KEYS]?.key ?? "");
        const done = await pipelined(depth, ROUND_MS, verify);
        if (round > 0) rounds.push(done);
      }
    }
    await usual.engine.close();
    await always.engine.close();
    return contenders.map(({ name, rounds }) => ({ name, figures: figuresOf(rounds) }));
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
