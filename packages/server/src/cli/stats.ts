import { existsSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@latchkey/core";
import { type Config, parseConfig } from "../config/config.ts";
import type { Database } from "../data/database.ts";
import { openPostgres } from "../data/postgres.ts";
import { postgresStartError } from "../data/postgres-start-error.ts";
import { openSqliteToRead } from "../data/sqlite.ts";
import { createLogger } from "../log/logger.ts";
import { StartError, systemCode } from "../run/start-error.ts";
import { readStats } from "../stats/read-stats.ts";
import { statsTable } from "../stats/stats-table.ts";
import type { Command, CommandIo } from "./command.ts";
import { parseCommandLine } from "./parse-command-line.ts";

const OPTIONS = { json: { type: "boolean", default: false } } as const;

async function run(
  args: readonly string[],
  { env, directory, stdout }: CommandIo,
): Promise<number> {
  const { json } = parseCommandLine(args, OPTIONS).values;
  const config = parseConfig(env, directory);
  const { stats, bytes } = await statsOf(config);
  stdout.write(
    json
      ? `${JSON.stringify({ ...stats, databaseBytes: bytes }, null, 2)}\n`
      : statsTable(stats, bytes),
  );
  return 0;
}

/** Nothing is written, not even what is missing: a look must not change what it looks at. */
async function statsOf(config: Config) {
  let database: Database | null = null;
  try {
    database = openToRead(config);
    return {
      bytes: await database.size(),
      stats: await readStats(database, systemClock.now()),
    };
  } catch (error) {
    throw unreadable(error, config);
  } finally {
    await database?.close();
  }
}

/** @throws {StartError} where there is no database. */
function openToRead({ databaseUrl, dataDirectory }: Config): Database {
  if (databaseUrl !== null) return openPostgres(databaseUrl, createLogger());
  const path = join(dataDirectory, "latchkey.db");
  if (existsSync(path)) return openSqliteToRead(path);
  throw new StartError(
    `There is no database in ${dataDirectory}: name the server's data directory with LATCHKEY_DATA_DIR, or start the server once.`,
  );
}

/** PostgreSQL's codes for a table, or a column, that is not there. */
const OTHER_TABLES = new Set(["42P01", "42703"]);

function unreadable(error: unknown, { dataDirectory }: Config): unknown {
  const code = systemCode(error);
  if (code === "ERR_SQLITE_ERROR" && error instanceof Error) {
    return new StartError(
      `The database in ${dataDirectory} cannot be read (${error.message}): if it is of an older version, start the server on it once.`,
    );
  }
  if (OTHER_TABLES.has(code ?? "")) {
    return new StartError(
      "The database that DATABASE_URL names has not the tables of this version: start the server on it once.",
    );
  }
  return postgresStartError(error) ?? error;
}

export const stats: Command = {
  summary: "count keys, verifications and what else there is in the database",
  usage: `latchkey stats [--json]

Prints how many keys there are in which state, who has them, what came of verifications in the last hour
and the last 24 hours, how keys are hashed, how long the audit log is and how large the database. What a
running server has counted in the last seconds may not be written yet. Nothing is changed.

  --json   the same as JSON

Reads the database that the server's variables name, while it runs or not.
`,
  run,
};
