import { closeSync, openSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Database, Row } from "./database.ts";

/** Milliseconds to wait for another process that is writing. */
const BUSY_TIMEOUT = 5_000;

/** A database in a file of this machine. */
export interface SqliteDatabase extends Database {
  readonly source: DatabaseSync;
}

/**
 * Opens the database, and makes it if it is not there. What is written is on disk before the write
 * is answered: neither kill -9 nor a power cut takes back what a caller was told.
 */
export function openSqlite(path: string): SqliteDatabase {
  // SQLite gives the files beside this one (-wal, -shm) the mode that this one has.
  closeSync(openSync(path, "a", 0o600));
  const source = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
  try {
    source.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  } catch (error) {
    source.close();
    throw error;
  }
  return sqliteDatabase(source, path);
}

/** Opens one that is there, and changes nothing in it, not even what is missing. Throws as `node:sqlite` does. */
export function openSqliteToRead(path: string): SqliteDatabase {
  return sqliteDatabase(new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT }), path);
}

function sqliteDatabase(source: DatabaseSync, path: string): SqliteDatabase {
  let isOpen = true;
  return {
    kind: "sqlite",
    source,
    async isAnswering() {
      try {
        source.prepare("SELECT count(*) FROM sqlite_schema").get();
        return true;
      } catch {
        return false;
      }
    },
    // A migration that another process is in the middle of is waited for by the database itself.
    migrating: (run) => run(source),
    async reading(read) {
      source.exec("begin");
      try {
        return await read(async (sql, values = []) => rows(source, sql, values));
      } finally {
        source.exec("commit");
      }
    },
    size: async () => fileSize(path) + fileSize(`${path}-wal`),
    async close() {
      if (isOpen) source.close();
      isOpen = false;
    },
  };
}

function rows(source: DatabaseSync, sql: string, values: readonly string[]): Row[] {
  const named = Object.fromEntries(values.map((value, index) => [`$${index + 1}`, value]));
  return source.prepare(sql).all(named);
}

/** In bytes; 0 where there is no such file. */
function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
