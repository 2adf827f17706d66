import { inTime, systemTimers } from "@latchkey/core";
import { Client, Pool, type PoolClient, type PoolConfig } from "pg";
import type { Logger } from "../log/logger.ts";
import type { Database } from "./database.ts";
import { postgresStartError } from "./postgres-start-error.ts";

/** Milliseconds after which a statement counts as failed: a database that hangs is as good as one that is away. */
const STATEMENT_TIMEOUT = 5_000;
const CONNECTION_TIMEOUT = 5_000;
/** Milliseconds that a look whether it answers may take. */
const LOOK_TIMEOUT = 1_000;
/** One of those in which migrations take turns: any number that nobody else uses. */
const MIGRATION_LOCK = 7_236_418_250_114;
/** Connections of one process at most: three processes and their tools stay well under PostgreSQL's hundred. */
const POOL_SIZE = 10;

/**
 * A pool of connections to PostgreSQL, which connects when it is first asked.
 *
 * @throws {StartError} for a URL that `pg` cannot read.
 */
export function openPostgres(url: string, log: Logger): Database & { readonly source: Pool } {
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    keepAlive: true,
    application_name: "latchkey",
  };
  const source = poolOf(
    {
      ...settings,
      max: POOL_SIZE,
      statement_timeout: STATEMENT_TIMEOUT,
      // For a network that is silent: the database cannot end a statement that it never hears of.
      query_timeout: STATEMENT_TIMEOUT + 1_000,
    },
    log,
  );
  let closing: Promise<void> | null = null;
  return {
    kind: "postgres",
    source,
    async isAnswering() {
      try {
        await inTime(() => source.query("select 1"), systemTimers, LOOK_TIMEOUT);
        return true;
      } catch {
        return false;
      }
    },
    async migrating(run) {
      const pool = poolOf({ ...settings, max: 2 }, log);
      const lock = new Client(settings);
      lock.on("error", () => undefined);
      try {
        await lock.connect();
        // Of a transaction and not of a session: PgBouncer keeps sessions when those who used them have gone.
        await lock.query("begin");
        await lock.query("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
        return await run(pool);
      } finally {
        // The lock goes with its transaction, and that with its connection.
        await lock.end().catch(() => undefined);
        await pool.end();
      }
    },
    async reading(read) {
      const client = await source.connect();
      try {
        await client.query("begin isolation level repeatable read, read only");
        return await read(async (sql, values = []) => (await client.query(sql, [...values])).rows);
      } finally {
        await client.query("rollback").catch(() => undefined);
        client.release();
      }
    },
    async size() {
      const { rows } = await source.query("select pg_database_size(current_database()) as bytes");
      return Number(rows[0]?.bytes);
    },
    close: () => (closing ??= source.end()),
  };
}

function poolOf(config: PoolConfig, log: Logger): Pool {
  let pool: Pool;
  try {
    pool = new Pool(config);
  } catch (error) {
    throw postgresStartError(error) ?? error;
  }
  // Without a listener, a connection that is lost while nobody uses it would end the process.
  pool.on("error", ({ message }) => {
    log.warn({ reason: message }, "a connection to the database was lost");
  });
  // The pool listens to those that nobody uses, and to no others: whoever uses one is told by its statement.
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
  });
  pool.on("release", (_error, client) => {
    // It was given up on, and would hold up whoever is given it next: for a quarter of an hour, if the
    // database was moved elsewhere without a word.
    if (isWaiting(client)) void client.end().catch(() => undefined);
  });
  return pool;
}

/** Whether it still waits for an answer. `pg` keeps that to itself; a version that calls it otherwise fails a test. */
function isWaiting(client: PoolClient): boolean {
  const statement: unknown = Reflect.get(client, "_activeQuery");
  return statement !== null && statement !== undefined;
}
