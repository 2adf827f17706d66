import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { Pool } from "pg";
import { afterEach, beforeEach } from "vitest";
import type { Database } from "./old-installation.ts";
import type { PostgresForFile } from "./postgres-for-file.ts";

/** A database of a test's own, to be read and written beside Better Auth. */
export interface OldDatabase {
  readonly database: Database;
  /** One or several statements. */
  exec(sql: string): Promise<void>;
  /** Of the table of keys, as they lie there. */
  rows(): Promise<Record<string, unknown>[]>;
  /** Of the table of keys: the statements that would make them. */
  indexes(): Promise<string[]>;
  dispose(): Promise<void>;
}

async function sqliteDatabase(): Promise<OldDatabase> {
  const database = new DatabaseSync(":memory:");
  return {
    database,
    exec: async (sql) => {
      database.exec(sql);
    },
    rows: async () => database.prepare("select * from apikey").all(),
    indexes: async () =>
      database
        .prepare("select sql from sqlite_schema where type = 'index' and tbl_name = 'apikey'")
        .all()
        .map(({ sql }) => String(sql)),
    dispose: async () => {
      database.close();
    },
  };
}

/** Empties a PostgreSQL that has nothing else in it. */
export async function postgresDatabase(connectionString: string): Promise<OldDatabase> {
  const pool = new Pool({ connectionString, max: 8 });
  const connections: Promise<unknown>[] = [];
  pool.on("connect", (client) => connections.push(once(client, "end")));
  await pool.query("drop schema public cascade; create schema public");
  return {
    database: pool,
    exec: async (sql) => {
      await pool.query(sql);
    },
    rows: async () => (await pool.query<Record<string, unknown>>("select * from apikey")).rows,
    indexes: async () => {
      const { rows } = await pool.query<{ indexdef: string }>(
        "select indexdef from pg_indexes where tablename = 'apikey'",
      );
      return rows.map(({ indexdef }) => indexdef);
    },
    dispose: async () => {
      await pool.end();
      await Promise.all(connections);
    },
  };
}

/** Each kind of database that there is, by the name that a test shows, and how to open one. */
export function oldDatabases(
  postgres: PostgresForFile,
): readonly [name: string, open: () => Promise<OldDatabase>][] {
  return [
    ["node:sqlite", sqliteDatabase],
    ["PostgreSQL", () => postgresDatabase(postgres.connectionString)],
  ];
}

/** A new one for each test that follows, and gone after it. */
export function oldDatabaseForEach(open: () => Promise<OldDatabase>): Omit<OldDatabase, "dispose"> {
  let current: OldDatabase | null = null;
  const opened = () => {
    if (current === null) throw new Error("A database is there while a test runs, not before.");
    return current;
  };
  beforeEach(async () => {
    current = await open();
  });
  afterEach(async () => {
    await current?.dispose();
    current = null;
  });
  return {
    get database() {
      return opened().database;
    },
    exec: (sql) => opened().exec(sql),
    rows: () => opened().rows(),
    indexes: () => opened().indexes(),
  };
}
