import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Milliseconds to wait for another process that is writing. */
const BUSY_TIMEOUT = 5_000;

/**
 * Opens the database, and makes it if it is not there. What is written is on disk before the write
 * is answered: neither kill -9 nor a power cut takes back what a caller was told.
 */
export function openDatabase(path: string): DatabaseSync {
  // SQLite gives the files beside this one (-wal, -shm) the mode that this one has.
  closeSync(openSync(path, "a", 0o600));
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** Whether the database answers a read now. */
export function isAnswering(database: DatabaseSync): boolean {
  try {
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return true;
  } catch {
    return false;
  }
}
