import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { ensureRedis } from "./redis-binary.ts";
import { configuration, killed, saidOrEnded, spawnRedis } from "./redis-process.ts";
import { type RedisTestServer, startRedis } from "./redis-test-server.ts";

/** A Redis with a replica, and a sentinel that makes it the master once the first is gone, on loopback. */
export interface RedisTestSentinel {
  /** What the sentinel calls them. */
  readonly name: string;
  /** Of the sentinel. */
  readonly port: number;
  /** Of master and replica. */
  readonly password: string;
  readonly master: RedisTestServer;
  /** Kills all. May be called more than once. */
  stop(): Promise<void>;
}

const NAME = "test";

/** Starts a master, its replica and a sentinel that waits half a second before it replaces the master. */
export async function startRedisSentinel(): Promise<RedisTestSentinel> {
  const ends: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of ends.toReversed()) await end();
  };
  try {
    const master = await startRedis();
    ends.push(() => master.stop());
    const { password } = master;
    const replica = await startRedis({
      place: { port: await freePort(), password },
      settings: { replicaof: `127.0.0.1 ${master.port}`, masterauth: password },
    });
    ends.push(() => replica.stop());
    const folder = mkdtempSync(join(tmpdir(), "latchkey-sentinel-"));
    ends.push(async () => rmSync(folder, { recursive: true, force: true }));
    const port = await freePort();
    // A sentinel writes down what it learns, so that this has to be a file.
    const file = join(folder, "sentinel.conf");
    writeFileSync(file, sentinelConfiguration(folder, port, master), { mode: 0o600 });
    const watcher = spawnRedis(ensureRedis(), folder, {
      arguments: [file, "--sentinel"],
      input: "",
    });
    ends.push(() => killed(watcher));
    const refusal = await saidOrEnded(watcher, "+slave");
    if (refusal !== null) throw new Error(`The sentinel did not start:\n${refusal}`);
    return { name: NAME, port, password, master, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function sentinelConfiguration(folder: string, port: number, master: RedisTestServer): string {
  return configuration({
    bind: "127.0.0.1",
    port: String(port),
    dir: `"${folder}"`,
    sentinel: [
      `monitor ${NAME} 127.0.0.1 ${master.port} 1`,
      `auth-pass ${NAME} ${master.password}`,
      `down-after-milliseconds ${NAME} 500`,
      `failover-timeout ${NAME} 5000`,
    ],
  });
}
