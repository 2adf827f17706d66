import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished } from "vitest";
import { createDatabase } from "../../../../scripts/postgres-test-database.ts";
import { type OpenedStores, postgresStore, sqliteStore } from "./adapter-stores.ts";

/** A database that processes of their own can open too: by `name`. */
export interface SharedDatabase {
  readonly name: string;
  readonly opened: OpenedStores;
}

/** Starts a script of this folder, which says when it is ready; `go` gives it the word, and answers what it printed from then on. */
export async function waitingProcess(
  script: string,
  args: readonly string[],
): Promise<{ go: (word?: string) => Promise<string> }> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=latchkey-source", path, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const ended = once(child, "close");
  expect(String((await once(child.stdout, "data"))[0])).toBe("ready\n");
  let printed = "";
  child.stdout.on("data", (data) => {
    printed += String(data);
  });
  return {
    go: async (word = "go") => {
      child.stdin.write(`${word}\n`);
      expect(await ended).toEqual([0, null]);
      return printed;
    },
  };
}

/** Describes the same on SQLite on disk and on PostgreSQL; each test has a database of its own. */
export function describeSharedDatabase(tests: (open: () => Promise<SharedDatabase>) => void): void {
  describe.each<[string, () => Promise<SharedDatabase>]>([
    ["node:sqlite", onSqlite],
    ["PostgreSQL", onPostgres],
  ])("on %s", (_database, open) => {
    tests(async () => {
      const database = await open();
      onTestFinished(() => database.opened.dispose());
      return database;
    });
  });
}

async function onSqlite(): Promise<SharedDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-shared-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const name = join(folder, "keys.db");
  return { name, opened: await sqliteStore(name) };
}

async function onPostgres(): Promise<SharedDatabase> {
  const { connectionString, drop } = await createDatabase();
  onTestFinished(drop);
  return { name: connectionString, opened: await postgresStore(connectionString) };
}
