import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import type { OpenedKeyStore } from "@latchkey/core/testing";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { getMigrations } from "better-auth/db/migration";
import { Pool } from "pg";
import { apiKey } from "../index.ts";
import { AdapterKeyStore } from "../store/adapter-key-store.ts";

type Database = NonNullable<BetterAuthOptions["database"]>;

async function storeOn(database: Database, { migrate }: { migrate: boolean }) {
  const options: BetterAuthOptions = {
    database,
    secret: "only-for-tests-0123456789-ABCDEFGHIJ",
    baseURL: "http://localhost:3000",
    logger: { disabled: true },
    plugins: [apiKey()],
  };
  if (migrate) await (await getMigrations(options)).runMigrations();
  const { adapter } = await betterAuth(options).$context;
  return new AdapterKeyStore(() => adapter);
}

/** Keys in a SQLite of their own, through `node:sqlite`. */
export async function sqliteStore(path = ":memory:"): Promise<OpenedKeyStore> {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  const store = await storeOn(database, { migrate: true });
  return {
    store,
    dispose: async () => {
      database.close();
    },
  };
}

/** Keys in Better Auth's own memory adapter. */
export async function memoryAdapterStore(): Promise<OpenedKeyStore> {
  const tables = { apikey: [], user: [], session: [], account: [], verification: [] };
  const store = await storeOn(memoryAdapter(tables), { migrate: false });
  return { store, dispose: async () => undefined };
}

/** Keys in a PostgreSQL that has nothing else in it: what it holds is dropped first. */
export async function postgresStore(connectionString: string): Promise<OpenedKeyStore> {
  const pool = new Pool({ connectionString, max: 8 });
  const connections: Promise<unknown>[] = [];
  pool.on("connect", (client) => connections.push(once(client, "end")));
  await pool.query("drop schema public cascade; create schema public");
  const store = await storeOn(pool, { migrate: true });
  return {
    store,
    // The pool itself does not wait until its connections are gone.
    dispose: async () => {
      await pool.end();
      await Promise.all(connections);
    },
  };
}
