import type { ChildProcess } from "node:child_process";
import { createClient } from "redis";
import { startRedis } from "../../../scripts/redis-test-server.ts";
import { asked, messageOf, startChild } from "../child.ts";
import { median } from "../measurement.ts";
import type { Throughput } from "./pipeline.ts";
import type { Work } from "./redis-worker.ts";
import type { Row } from "./row.ts";
import { SENT, SHARE_OF_BARE } from "./targets.ts";

const DEPTH = 64;
const PROCESSES = 3;
const ROUND_MS = 500;
const ROUNDS = 11;
const WARM_UP_MS = 1_500;

/** Verifications with limits in Redis beside the bare script, in turns, by one process and by three. */
export async function measureRedisThroughput(): Promise<Row[]> {
  const server = await startRedis();
  const workers = Array.from({ length: PROCESSES }, () =>
    startChild("./cluster/redis-worker.ts", [server.url]),
  );
  const client = createClient({ url: server.url });
  try {
    await client.connect();
    await Promise.all(workers.map((worker) => messageOf<object>(worker)));
    const redis = { effort: () => effortOf(client) };
    const [first] = workers;
    if (first === undefined) throw new Error("There is no worker.");
    for (const kind of ["bare", "verify"] as const) await workOf(workers, kind, WARM_UP_MS);
    return await rowsOf(first, workers, redis);
  } finally {
    for (const worker of workers) worker.kill();
    client.destroy();
    await server.stop();
  }
}

async function rowsOf(
  first: ChildProcess,
  workers: readonly ChildProcess[],
  redis: { effort: () => Promise<RedisEffort> },
): Promise<Row[]> {
  const bare: Round[] = [];
  const verify: Round[] = [];
  const together: Round[] = [];
  const round = async (by: readonly ChildProcess[], kind: Work["kind"]) => {
    const before = await redis.effort();
    const began = performance.now();
    const done = await workOf(by, kind, ROUND_MS);
    const took = performance.now() - began;
    return { done, took, redis: difference(await redis.effort(), before) };
  };
  for (let number = 0; number < ROUNDS; number += 1) {
    bare.push(await round([first], "bare"));
    verify.push(await round([first], "verify"));
    together.push(await round(workers, "verify"));
  }
  const shares = (of: readonly Round[], base: readonly Round[]) =>
    median(of.map((each, index) => rateOf(each) / rateOf(base[index] ?? each)));
  return [
    { name: "redis.bare", figures: figuresOf(bare) },
    {
      name: "redis.verify",
      figures: {
        ...figuresOf(verify),
        [SHARE_OF_BARE]: shares(verify, bare),
        [SENT]: perOperation(verify, ({ redis: { sent } }) => sent),
        "commands within scripts": perOperation(verify, ({ redis: { within } }) => within),
      },
    },
    {
      name: `redis.verify.${PROCESSES}-processes`,
      figures: { ...figuresOf(together), "× one process": shares(together, verify) },
    },
  ];
}

interface Round {
  readonly done: readonly Throughput[];
  /** Milliseconds. */
  readonly took: number;
  readonly redis: RedisEffort;
}

function workOf(
  workers: readonly ChildProcess[],
  kind: Work["kind"],
  milliseconds: number,
): Promise<Throughput[]> {
  const work: Work = { kind, depth: DEPTH, milliseconds };
  return Promise.all(workers.map((worker) => asked<Throughput>(worker, work)));
}

const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0);

/** Of all processes together. */
function rateOf({ done }: Round): number {
  return sum(done.map(({ opsPerSecond }) => opsPerSecond));
}

function perOperation(rounds: readonly Round[], of: (round: Round) => number): number {
  const operations = sum(rounds.flatMap(({ done }) => done.map((each) => each.operations)));
  return sum(rounds.map(of)) / operations;
}

function figuresOf(rounds: readonly Round[]) {
  const all = rounds.flatMap(({ done }) => done);
  return {
    "ops/s": Math.max(...rounds.map(rateOf)),
    "p50 µs": median(all.map(({ p50Microseconds }) => p50Microseconds)),
    "p99 µs": median(all.map(({ p99Microseconds }) => p99Microseconds)),
    "process µs each":
      perOperation(rounds, ({ done }) => sum(done.map((it) => it.processor))) * 1_000,
    "Redis µs each": perOperation(rounds, ({ redis }) => redis.processor) * 1_000,
    "a process busy %": median(
      rounds.flatMap(({ done, took }) => done.map(({ processor }) => (processor / took) * 100)),
    ),
    "Redis busy %": median(rounds.map(({ redis, took }) => (redis.processor / took) * 100)),
  };
}

interface RedisEffort {
  /** Commands of clients. */
  readonly sent: number;
  /** Commands that scripts have called. */
  readonly within: number;
  /** Milliseconds of one core. */
  readonly processor: number;
}

/** What clients ask for here, with the commands that this file itself sends left out. */
async function effortOf(client: { info(section: string): Promise<string> }): Promise<RedisEffort> {
  const commands = await client.info("commandstats");
  const calls = new Map(
    [...commands.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name = "", count]) => [
      name,
      Number(count),
    ]),
  );
  calls.delete("info");
  const scripts = (calls.get("evalsha") ?? 0) + (calls.get("eval") ?? 0);
  // Scripts call nothing but these; nobody else does while limits are all that is used of Redis.
  const within = sum(["mget", "time", "set"].map((name) => calls.get(name) ?? 0));
  const others = sum([...calls.values()]) - scripts - within;
  const cpu = await client.info("cpu");
  const seconds = [...cpu.matchAll(/^used_cpu_(?:sys|user):([\d.]+)/gm)].map(([, value]) =>
    Number(value),
  );
  return { sent: scripts + others, within, processor: sum(seconds) * 1_000 };
}

function difference(after: RedisEffort, before: RedisEffort): RedisEffort {
  return {
    sent: after.sent - before.sent,
    within: after.within - before.within,
    processor: after.processor - before.processor,
  };
}
