import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { ensureRedis } from "./redis-binary.ts";
import { configuration, killed, saidOrEnded, spawnRedis } from "./redis-process.ts";

/** Where a Redis listens, on loopback, and the password of its default user. */
export interface RedisPlace {
  readonly port: number;
  readonly password: string;
}

/** A real Redis or Valkey, empty, for one test file. */
export interface RedisTestServer extends RedisPlace {
  /** What it was started with besides, by their names in `redis.conf`. */
  readonly settings: Readonly<Record<string, string>>;
  /** `redis://…`, with the password. */
  readonly url: string;
  /** Stops the process, so that it neither answers nor closes a connection, until `resume`. */
  pause(): void;
  resume(): void;
  /** Kills the server, with what it holds, and removes its files. May be called more than once. */
  stop(): Promise<void>;
}

export interface RedisTestServerOptions {
  /** Where one ran before, to start an empty one in its place. */
  readonly place?: RedisPlace;
  /** Further settings, by their names in `redis.conf`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const PORT_ATTEMPTS = 3;

/** Starts a Redis of its own: own folder, own port, own password. What it holds is in memory only. */
export async function startRedis({
  place,
  settings = {},
}: RedisTestServerOptions = {}): Promise<RedisTestServer> {
  const program = ensureRedis();
  const folder = mkdtempSync(join(tmpdir(), "latchkey-redis-"));
  const password = place?.password ?? randomBytes(18).toString("base64url");
  try {
    // Another process may take the port between finding it free and using it.
    for (let attempt = 1; ; attempt += 1) {
      const port = place?.port ?? (await freePort());
      const server = spawnServer(program, folder, { port, password }, settings);
      const refusal = await saidOrEnded(server, "Ready to accept connections");
      if (refusal === null) return running(server, folder, { port, password, settings });
      if (attempt === PORT_ATTEMPTS) throw new Error(`Redis did not start:\n${refusal}`);
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function spawnServer(
  program: string,
  folder: string,
  { port, password }: RedisPlace,
  more: Readonly<Record<string, string>>,
): ChildProcess {
  const settings = {
    bind: "127.0.0.1",
    port: String(port),
    requirepass: password,
    dir: `"${folder}"`,
    save: '""',
    appendonly: "no",
    daemonize: "no",
    ...more,
  };
  // Settings are read from standard input, so that no list of processes shows the password.
  return spawnRedis(program, folder, { arguments: ["-"], input: configuration(settings) });
}

function running(
  server: ChildProcess,
  folder: string,
  started: RedisPlace & Pick<RedisTestServer, "settings">,
): RedisTestServer {
  return {
    ...started,
    url: `redis://:${started.password}@127.0.0.1:${started.port}`,
    pause: () => void server.kill("SIGSTOP"),
    resume: () => void server.kill("SIGCONT"),
    async stop() {
      await killed(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
