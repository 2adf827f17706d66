import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { StartError, systemCode } from "../run/start-error.ts";
import { type SqliteDatabase, openSqlite } from "./sqlite.ts";
import { readOrCreateSecret } from "./secret-file.ts";

/** What is in a data directory. */
export interface DataDirectory {
  readonly database: SqliteDatabase;
  readonly secret: string;
}

/**
 * Opens the data directory, and makes what is missing in it: all of it for the eyes of this account
 * only. Throws a StartError with one sentence where it cannot be used.
 */
export function openDataDirectory(directory: string): DataDirectory {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const secret = readOrCreateSecret(join(directory, "auth-secret"));
    return { secret, database: openSqlite(join(directory, "latchkey.db")) };
  } catch (error) {
    throw unusable(directory, error);
  }
}

function unusable(directory: string, error: unknown): unknown {
  if (error instanceof StartError) return error;
  const code = systemCode(error);
  if (code === null) return error;
  if (code === "ERR_SQLITE_ERROR") {
    const reason = error instanceof Error ? error.message : code;
    return new StartError(
      `The database in ${directory} cannot be opened (${reason}): put back a copy of latchkey.db, or choose another folder with LATCHKEY_DATA_DIR.`,
    );
  }
  return new StartError(
    `The data directory ${directory} cannot be written to (${code}): give this account write access to it, or choose another folder with LATCHKEY_DATA_DIR.`,
  );
}
