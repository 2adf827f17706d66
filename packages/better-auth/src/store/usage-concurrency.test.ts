import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { startPostgres } from "../../../../scripts/postgres-test-server.ts";
import { type OpenedStores, postgresStore, sqliteStore } from "../testing/adapter-stores.ts";

const CHILD = fileURLToPath(new URL("../testing/add-usage.ts", import.meta.url));
const KEY = "key";
const PROCESSES = 3;
const BUCKETS = 40;
const TIMES = 5;

/** A process that is about to add to the database, and waits for the word. */
async function adder(database: string) {
  const child = spawn(
    process.execPath,
    ["--conditions=latchkey-source", CHILD, database, KEY, `${BUCKETS}`, `${TIMES}`],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const ended = once(child, "close");
  expect(String((await once(child.stdout, "data"))[0])).toBe("ready\n");
  return {
    go: async () => {
      child.stdin.write("go\n");
      expect(await ended).toEqual([0, null]);
    },
  };
}

async function onSqlite() {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-usage-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const database = join(folder, "keys.db");
  return { database, opened: await sqliteStore(database) };
}

async function onPostgres() {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  const { connectionString } = server;
  return { database: connectionString, opened: await postgresStore(connectionString) };
}

test.each<[string, () => Promise<{ database: string; opened: OpenedStores }>]>([
  ["node:sqlite", onSqlite],
  ["PostgreSQL", onPostgres],
])(
  "three processes that add to the same new buckets at once on %s lose nothing, count nothing twice and make each once",
  { timeout: 120_000 },
  async (_database, open) => {
    const { database, opened } = await open();
    onTestFinished(() => opened.dispose());
    const adders = await Promise.all(Array.from({ length: PROCESSES }, () => adder(database)));
    await Promise.all(adders.map(({ go }) => go()));

    const read = await opened.usage.read({
      keyIds: [KEY],
      granularity: "minute",
      from: new Date(0),
      to: new Date(BUCKETS * 60_000),
    });
    const added = PROCESSES * TIMES;
    expect(read.map(({ start, counts }) => [start.getTime() / 60_000, counts])).toEqual(
      Array.from({ length: BUCKETS }, (_, minute) => [
        minute,
        minute === 0 ? { valid: added } : { valid: added, API_KEY_RATE_LIMITED: added * minute },
      ]),
    );
    expect(await opened.adapter.count({ model: "apikeyUsage" })).toBe(BUCKETS);
  },
);
