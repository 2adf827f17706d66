import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { BetterAuthOptions } from "better-auth";

/** SQLite on disk as the server has it. */
export function openDatabase(): { database: DatabaseSync; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
  const database = new DatabaseSync(join(folder, "bench.db"));
  database.exec("pragma journal_mode = wal");
  return {
    database,
    remove: () => {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** SQLite on disk as the server has it, for as long as `use` takes. */
export async function withDatabase<T>(use: (database: DatabaseSync) => Promise<T>): Promise<T> {
  const { database, remove } = openDatabase();
  try {
    return await use(database);
  } finally {
    remove();
  }
}

/** The same installation for everything that is measured, but for the plugin. */
export function authOptions(database: BetterAuthOptions["database"]) {
  return {
    database,
    secret: "only-for-benchmarks-0123456789-ABCDEF",
    baseURL: "http://localhost:3000",
    emailAndPassword: { enabled: true },
    logger: { disabled: true },
  } satisfies BetterAuthOptions;
}

export const OWNER = {
  name: "Owner",
  email: "owner@example.com",
  password: "correct horse battery",
};
