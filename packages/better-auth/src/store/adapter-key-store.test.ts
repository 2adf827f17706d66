import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { describeKeyStore } from "@latchkey/core/testing";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { getMigrations } from "better-auth/db/migration";
import { Pool } from "pg";
import { afterAll, beforeAll } from "vitest";
import {
  type PostgresTestServer,
  startPostgres,
} from "../../../../scripts/postgres-test-server.ts";
import { apiKey } from "../index.ts";
import { AdapterKeyStore } from "./adapter-key-store.ts";

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

describeKeyStore({
  name: "Better Auth's adapter on node:sqlite",
  create: async () => {
    const database = new DatabaseSync(":memory:");
    const store = await storeOn(database, { migrate: true });
    return {
      store,
      dispose: async () => {
        database.close();
      },
    };
  },
});

// Its own reading of AND and OR, from left to right, is what key-conditions.ts is ordered for.
describeKeyStore({
  name: "Better Auth's adapter in memory",
  create: async () => {
    const tables = { apikey: [], user: [], session: [], account: [], verification: [] };
    const store = await storeOn(memoryAdapter(tables), { migrate: false });
    return { store, dispose: async () => undefined };
  },
  skip: [
    {
      test: "what was handed in or out can be changed without changing the record",
      reason: "Better Auth's memory adapter keeps the dates that it is given; no database does.",
    },
  ],
});

let postgres: PostgresTestServer;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres.stop();
});

describeKeyStore({
  name: "Better Auth's adapter on PostgreSQL",
  create: async () => {
    const pool = new Pool({ connectionString: postgres.connectionString, max: 8 });
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
  },
});
