import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { systemClock } from "@latchkey/core";
import { parseConfig } from "../config/config.ts";
import { StartError, systemCode } from "../run/start-error.ts";
import { type Stats, readStats } from "../stats/read-stats.ts";
import { statsTable } from "../stats/stats-table.ts";
import type { Command, CommandIo } from "./command.ts";
import { parseCommandLine } from "./parse-command-line.ts";

const OPTIONS = { json: { type: "boolean", default: false } } as const;

/** Milliseconds to wait for another process that holds the database. */
const BUSY_TIMEOUT = 5_000;

async function run(
  args: readonly string[],
  { env, directory, stdout }: CommandIo,
): Promise<number> {
  const { json } = parseCommandLine(args, OPTIONS).values;
  const { dataDirectory } = parseConfig(env, directory);
  const bytes = sizeOf(dataDirectory);
  const stats = statsOf(dataDirectory);
  stdout.write(
    json
      ? `${JSON.stringify({ ...stats, databaseBytes: bytes }, null, 2)}\n`
      : statsTable(stats, bytes),
  );
  return 0;
}

/**
 * In bytes, with what is written and not yet in its place.
 *
 * @throws {StartError} where there is no database.
 */
function sizeOf(dataDirectory: string): number {
  const path = join(dataDirectory, "latchkey.db");
  const database = fileSize(path);
  if (database !== undefined) return database + (fileSize(`${path}-wal`) ?? 0);
  throw new StartError(
    `There is no database in ${dataDirectory}: name the server's data directory with LATCHKEY_DATA_DIR, or start the server once.`,
  );
}

function fileSize(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

/** Nothing is written, not even what is missing: a look must not change what it looks at. */
function statsOf(dataDirectory: string): Stats {
  try {
    const path = join(dataDirectory, "latchkey.db");
    const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT });
    try {
      return readStats(database, systemClock.now());
    } finally {
      database.close();
    }
  } catch (error) {
    if (systemCode(error) !== "ERR_SQLITE_ERROR" || !(error instanceof Error)) throw error;
    throw new StartError(
      `The database in ${dataDirectory} cannot be read (${error.message}): if it is of an older version, start the server on it once.`,
    );
  }
}

export const stats: Command = {
  summary: "count keys, verifications and what else there is in the database",
  usage: `latchkey stats [--json]

Prints how many keys there are in which state, who has them, what came of verifications in the last hour
and the last 24 hours, how keys are hashed, how long the audit log is and how large the database. What a
running server has counted in the last seconds may not be written yet. Nothing is changed.

  --json   the same as JSON

Reads the data directory that LATCHKEY_DATA_DIR names, while the server runs or not.
`,
  run,
};
