import { MemoryKeyStore, createKeyEngine, systemTimers } from "@latchkey/core";
import { latchkeyRedis } from "@latchkey/redis";
import { createClient } from "redis";
import { plainCommands } from "../../../packages/redis/src/connection/plain-commands.ts";
import { Names } from "../../../packages/redis/src/connection/names.ts";
import { takeArguments } from "../../../packages/redis/src/limit/take-request.ts";
import { TAKE_SCRIPT_SHA } from "../../../packages/redis/src/limit/take-script.ts";
import { instantHasher } from "../bcrypt-work.ts";
import { GENEROUS_LIMIT, draftOf, newKey } from "../key-draft.ts";
import { type Throughput, pipelined } from "./pipeline.ts";

/** What is to be done, by how many at a time, and for how long. */
export interface Work {
  readonly kind: "bare" | "verify";
  readonly depth: number;
  readonly milliseconds: number;
}

const KEYS = 1_000;

// A process that verifies keys with limits in Redis, and can also do nothing but run the script, with the
// same client: what no verification can do without.
const [, , url = ""] = process.argv;
const client = createClient({ url, disableOfflineQueue: true, commandsQueueMaxLength: 20_000 });
await client.connect();
// A machine that is busy with something else must not have a round counted without Redis.
const redis = latchkeyRedis({ client }, { deadline: 10_000 });
await redis.ping();
const store = new MemoryKeyStore();
const engine = createKeyEngine({
  store,
  owners: { find: async (id) => ({ id }) },
  hasher: instantHasher,
  timers: systemTimers,
  rateLimiter: redis.rateLimiter,
});
const commands = plainCommands(client);
const names = new Names("bare");
const { max, window } = GENEROUS_LIMIT;
const given = takeArguments(
  [{ name: "default", max: Number(max), window: Number(window) }],
  1,
  null,
);
const keys: string[] = [];
const inputs: { keys: string[]; arguments: string[] }[] = [];
for (let made = 0; made < KEYS; made += 1) {
  const { key, start } = newKey();
  const hash = await instantHasher.hash(key);
  const { id } = await store.insert(draftOf({ start, hash, referenceId: "owner" }));
  const { valid } = await engine.verify(key);
  if (!valid) throw new Error("A key was refused.");
  keys.push(key);
  inputs.push({ keys: [names.taken(id), names.mark(id)], arguments: given });
}

const work = {
  bare: (turn: number) => {
    const input = inputs[turn % KEYS];
    return input === undefined ? null : commands.evalSha(TAKE_SCRIPT_SHA, input);
  },
  verify: (turn: number) => verifyOne(keys[turn % KEYS] ?? ""),
};

async function verifyOne(key: string): Promise<void> {
  const { valid } = await engine.verify(key);
  if (!valid) throw new Error("A key was refused.");
}

async function workFor({ kind, depth, milliseconds }: Work): Promise<Throughput> {
  const done = await pipelined(depth, milliseconds, work[kind]);
  if ((redis.rateLimiter.fallbacks ?? 0) > 0) throw new Error("Limits were not counted in Redis.");
  return done;
}

process.on("message", (message: Work) => {
  void workFor(message).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once("disconnect", () => process.exit());
process.send?.({});
