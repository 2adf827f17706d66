import { createServer } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  type PostgresTestServer,
  startPostgres,
} from "../../../../scripts/postgres-test-server.ts";
import { createLogger } from "../log/logger.ts";
import { openPostgres } from "./postgres.ts";
import { commandRun } from "../testing/command-run.ts";
import { signUp, whoami } from "../testing/member.ts";
import { launch, startProcess } from "../testing/server-process.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { readdirSync } from "node:fs";

const SECRET = "0123456789abcdef0123456789abcdef";

let postgres: PostgresTestServer | undefined;
let databases = 0;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

/** Variables of a server on an empty database of its own. */
async function onPostgres(): Promise<{ DATABASE_URL: string; LATCHKEY_SECRET: string }> {
  if (postgres === undefined) throw new Error("PostgreSQL was not started.");
  databases += 1;
  const { Client } = await import("pg");
  const client = new Client(postgres.connectionString);
  await client.connect();
  await client.query(`create database server_${databases}`);
  await client.end();
  const url = new URL(postgres.connectionString);
  url.pathname = `/server_${databases}`;
  return { DATABASE_URL: url.href, LATCHKEY_SECRET: SECRET };
}

const LIVE = { LATCHKEY_TRUSTED_PROXIES: "127.0.0.1" };

test("three servers that start at once on an empty database are one: a session and a key of one are good at the others", async () => {
  const variables = { ...(await onPostgres()), ...LIVE };
  const folder = temporaryFolder();
  const servers = await Promise.all(
    [0, 1, 2].map(() => startProcess({ ...variables, LATCHKEY_DATA_DIR: folder })),
  );
  const [first, second, third] = servers;
  if (first === undefined || second === undefined || third === undefined) throw new Error();
  const ann = await signUp(first.url, "Ann");
  const { key, id } = await ann.createKey({ name: "Shared" });
  expect((await whoami(second.url, key)).status).toBe(200);
  const elsewhere = await fetch(`${third.url}/api/auth/api-key/list`, {
    headers: { cookie: ann.cookie, origin: third.url },
  });
  expect(await elsewhere.text()).toContain(id);
  for (const server of servers) {
    server.kill("SIGTERM");
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(server.output.stderr).toContain('"database":"postgres"');
    const said = server.output.stderr + server.output.stdout;
    for (const secret of [SECRET, new URL(variables.DATABASE_URL).password, key]) {
      expect(said).not.toContain(secret);
    }
  }
  // Nothing is kept beside the database.
  expect(readdirSync(folder)).toEqual([]);
});

test("what was written is there after a restart, and the commands read it", async () => {
  const variables = { ...(await onPostgres()), ...LIVE };
  const before = await startProcess(variables);
  const ann = await signUp(before.url, "Ann");
  const { key } = await ann.createKey({ name: "Kept" });
  expect((await whoami(before.url, key)).status).toBe(200);
  before.kill("SIGTERM");
  await before.ended;
  const after = await startProcess(variables);
  expect((await whoami(after.url, key)).status).toBe(200);
  after.kill("SIGTERM");
  await after.ended;

  const stats = await commandRun(["stats", "--json"], { env: variables });
  expect(JSON.parse(stats.stdout)).toMatchObject({
    keys: { total: 1, active: 1, neverUsed: 0 },
    owners: 1,
    verifications: { lastHour: { valid: 2 } },
    hashes: [{ format: "bcrypt, cost 10", keys: 1 }],
    oldestKey: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    auditEntries: 1,
    databaseBytes: expect.any(Number),
  });
  expect((await commandRun(["audit", "verify"], { env: variables })).stdout).toContain("intact");
  const service = await commandRun(["service-key", "--owner", ann.email], { env: variables });
  expect(service.stdout).toMatch(/^lk_live_/);
});

/** What somebody reads whose server has another URL than it should. */
async function refusal(change: (url: URL) => void): Promise<string> {
  const { DATABASE_URL, LATCHKEY_SECRET } = await onPostgres();
  const url = new URL(DATABASE_URL);
  url.password = "hunter2-but-wrong";
  change(url);
  const { output, ended } = launch({ DATABASE_URL: url.href, LATCHKEY_SECRET });
  expect((await ended).code).toBe(1);
  expect(output.stderr).not.toContain("hunter2");
  return output.stderr
    .split("\n")
    .filter((line) => !line.startsWith("{"))
    .join("\n");
}

const rightPassword = () => new URL(postgres?.connectionString ?? "").password;

describe("a server that cannot have its database ends with one sentence that says why, and no password:", () => {
  test("the password is wrong", async () => {
    expect(await refusal(() => undefined)).toMatch(/^PostgreSQL refuses the password: .*\n$/);
  });

  test("there is no such database", async () => {
    const said = await refusal((url) => {
      url.password = rightPassword();
      url.pathname = "/nothing";
    });
    expect(said).toMatch(/^PostgreSQL has no such database: .*\n$/);
  });

  test("the host has no address", async () => {
    const said = await refusal((url) => {
      url.hostname = "nowhere.invalid";
    });
    expect(said).toMatch(/^The host in DATABASE_URL .*\n$/);
  });

  test("nobody answers, for ten seconds", async () => {
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const address = probe.address();
    probe.close();
    const said = await refusal((url) => {
      url.port = String(typeof address === "object" ? address?.port : "");
    });
    expect(said).toMatch(/^Nobody answers at the address in DATABASE_URL: .*\n$/);
  });
});

test("a connection that fell silent is given up with its statement, and nobody is given it again", async () => {
  const { DATABASE_URL } = await onPostgres();
  const database = openPostgres(DATABASE_URL, createLogger({ write: () => undefined }));
  onTestFinished(() => database.close());
  const { source } = database;
  const silent = await source.connect();
  const { rows } = await silent.query<{ pid: number }>("select pg_backend_pid() as pid");
  const pid = rows[0]?.pid ?? Number.NaN;
  process.kill(pid, "SIGSTOP");
  onTestFinished(() => {
    process.kill(pid, "SIGCONT");
  });
  await expect(silent.query("select 1")).rejects.toThrow("timeout");
  silent.release();
  const next = await source.connect();
  const answer = await next.query<{ pid: number }>("select pg_backend_pid() as pid");
  expect(answer.rows[0]?.pid).not.toBe(pid);
  next.release();
});

test("a connection that is lost while somebody holds it ends nothing but what they ask of it", async () => {
  const { DATABASE_URL } = await onPostgres();
  const database = openPostgres(DATABASE_URL, createLogger({ write: () => undefined }));
  onTestFinished(() => database.close());
  const held = await database.source.connect();
  const { rows } = await held.query<{ pid: number }>("select pg_backend_pid() as pid");
  const lost = once(held, "error");
  // With nobody to hear of it, the loss would end the process.
  expect(held.listenerCount("error")).toBeGreaterThan(1);
  await database.source.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  await lost;
  await expect(held.query("select 1")).rejects.toThrow();
  held.release(true);
  expect(await database.isAnswering()).toBe(true);
});

test("stats of a database without tables say to start the server", async () => {
  const { stderr, code } = await commandRun(["stats"], { env: await onPostgres() });
  expect(code).toBe(1);
  expect(stderr).toContain("start the server on it once");
});
