import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.ts";
import { type Account, findPostgres, unprivilegedAccount } from "./postgres-binaries.ts";

/** A real PostgreSQL, empty. */
export interface PostgresTestServer {
  /** `postgres://…` for the superuser, on loopback. */
  readonly connectionString: string;
  /** Ends the server, open connections included; its data stay. */
  halt(): Promise<void>;
  /** Starts it again after `halt`, on the same port. */
  resume(): Promise<void>;
  /** Ends the server, open connections included, and removes its files. May be called more than once. */
  stop(): Promise<void>;
}

const PORT_ATTEMPTS = 3;
const STOP_TIME_LIMIT_MS = 10_000;

/**
 * Starts a PostgreSQL of its own: own folder, own port, own password. Takes about two seconds.
 * What it writes is not flushed to disk; it is fast, and gone after `stop`.
 */
export async function startPostgres(): Promise<PostgresTestServer> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-postgres-"));
  try {
    const account = unprivilegedAccount();
    if (account !== null) chownSync(folder, account.uid, account.gid);
    const binaries = findPostgres(folder, account);
    const password = randomBytes(18).toString("base64url");
    const data = createCluster(binaries.initdb, folder, password, account);
    const installed = { postgres: binaries.postgres, data, account };
    const { port, ...started } = await listenOnFreePort(installed);
    let { server } = started;
    return {
      connectionString: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      halt: () => stopServer(server),
      async resume() {
        server = await listenOn(port, installed);
      },
      async stop() {
        await stopServer(server);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function createCluster(
  initdb: string,
  folder: string,
  password: string,
  account: Account | null,
): string {
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== null) chownSync(passwordFile, account.uid, account.gid);
  const options = ["-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C"];
  execFileSync(initdb, ["-D", data, ...options, "--no-sync", `--pwfile=${passwordFile}`], {
    cwd: folder,
    stdio: "pipe",
    ...account,
  });
  return data;
}

interface Installed {
  readonly postgres: string;
  readonly data: string;
  readonly account: Account | null;
}

async function listenOnFreePort(
  installed: Installed,
): Promise<{ server: ChildProcess; port: number }> {
  // Another process may take the port between finding it free and using it.
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { server: await listenOn(port, installed), port };
    } catch (error) {
      if (attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function listenOn(
  port: number,
  { postgres, data, account }: Installed,
): Promise<ChildProcess> {
  const server = spawn(postgres, serverArguments(data, port), {
    cwd: data,
    stdio: ["ignore", "ignore", "pipe"],
    // The sentence that says "ready" is waited for in English.
    env: { ...process.env, LC_ALL: "C" },
    ...account,
  });
  const end = () => server.kill("SIGKILL");
  process.once("exit", end);
  server.once("exit", () => process.removeListener("exit", end));
  const refusal = await readyOrRefused(server);
  if (refusal !== null) throw new Error(`PostgreSQL did not start:\n${refusal}`);
  return server;
}

function serverArguments(data: string, port: number): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    // For all files that run at the same time, with several pools of connections each.
    max_connections: "300",
  };
  return [
    "-D",
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

/** `null` once the server answers; what it said, where it ended instead. */
async function readyOrRefused(server: ChildProcess): Promise<string | null> {
  if (server.stderr === null) throw new Error("PostgreSQL was started without its log");
  const said: string[] = [];
  // The log is read to its end, or a full pipe would stop the server.
  const lines = createInterface(server.stderr);
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      if (said.length < 50) said.push(line);
      if (line.includes("database system is ready to accept connections")) resolve(null);
    });
    lines.once("close", () => {
      resolve(said.join("\n"));
    });
    server.once("error", reject);
  });
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  const limit = setTimeout(() => server.kill("SIGKILL"), STOP_TIME_LIMIT_MS);
  // SIGINT asks for the "fast" shutdown: open connections are closed, not waited for.
  server.kill("SIGINT");
  await ended;
  clearTimeout(limit);
}
