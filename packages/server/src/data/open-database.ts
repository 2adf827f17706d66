import type { Timers } from "@latchkey/core";
import type { Config } from "../config/config.ts";
import type { Logger } from "../log/logger.ts";
import { openDataDirectory } from "./data-directory.ts";
import type { Database } from "./database.ts";
import { openPostgres } from "./postgres.ts";
import { isPassing, postgresStartError } from "./postgres-start-error.ts";

/** All that the server keeps. */
export interface Data {
  readonly database: Database;
  /** What sessions are signed with. */
  readonly secret: string;
}

export interface OpeningPorts {
  readonly log: Logger;
  readonly timers: Timers;
}

/** How often a database that is not there yet is tried, once a second. */
const TRIES = 10;
const PAUSE = 1_000;

/**
 * Opens what the configuration names: PostgreSQL, or else SQLite in the data directory. A PostgreSQL that is
 * just starting is waited for, ten seconds at most.
 *
 * @throws {StartError} with one sentence where it cannot be used.
 */
export async function openDatabase(config: Config, ports: OpeningPorts): Promise<Data> {
  const { databaseUrl, secret } = config;
  if (databaseUrl === null || secret === null) {
    const data = openDataDirectory(config.dataDirectory);
    return { ...data, secret: secret ?? data.secret };
  }
  const database = openPostgres(databaseUrl, ports.log);
  try {
    await answered(database, ports);
    return { database, secret };
  } catch (error) {
    await database.close();
    throw postgresStartError(error) ?? error;
  }
}

async function answered(database: Database, { log, timers }: OpeningPorts): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await database.reading((query) => query("select 1"));
      return;
    } catch (error) {
      if (tries === TRIES || !isPassing(error)) throw error;
      if (tries === 1) log.warn("the database does not answer yet: trying again for ten seconds");
    }
    await new Promise<void>((resolve) => {
      // On purpose one that keeps the process alive: nothing else does yet.
      const waiting = setTimeout(() => undefined, PAUSE * TRIES);
      timers.after(PAUSE, () => {
        clearTimeout(waiting);
        resolve();
      });
    });
  }
}
