import {
  AdapterKeyStore,
  type ApiKeyOptions,
  apiKey,
  getApiKeyEngine,
} from "@latchkey/better-auth";
import type { Hasher } from "@latchkey/core";
import { type DBAdapter, betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { Pool } from "pg";
import { type PostgresTestServer, startPostgres } from "../../../scripts/postgres-test-server.ts";
import { authOptions } from "../database.ts";
import { draftOf, newKey } from "../key-draft.ts";

/** A key that was put straight into the table: no process has it in its cache. */
export interface IssuedKey {
  readonly id: string;
  readonly key: string;
}

/** PostgreSQL on loopback, which flushes nothing to disk, and a pool of connections to it, for as long as `use` takes. */
export async function withPostgres<T>(
  use: (pool: Pool, server: PostgresTestServer) => Promise<T>,
): Promise<T> {
  const server = await startPostgres();
  const pool = new Pool({ connectionString: server.connectionString });
  // The server ends connections that are still open when it stops, and nothing is lost by it.
  pool.on("error", () => undefined);
  try {
    return await use(pool, server);
  } finally {
    await pool.end();
    await server.stop();
  }
}

/** Latchkey with its tables. */
export async function installOn(pool: Pool, options: ApiKeyOptions = {}) {
  const auth = betterAuth({ ...authOptions(pool), plugins: [apiKey(options)] });
  await (await getMigrations(auth.options)).runMigrations();
  const context: { adapter: unknown } = await auth.$context;
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- its type is of these options, the store takes one of any
  const adapter = context.adapter as DBAdapter;
  return { auth, engine: await getApiKeyEngine(auth), store: new AdapterKeyStore(() => adapter) };
}

/** New keys of one owner, with hashes of this hasher. */
export async function issueKeys(
  store: AdapterKeyStore,
  { count, hasher, userId }: { count: number; hasher: Hasher; userId: string },
): Promise<IssuedKey[]> {
  const issued: IssuedKey[] = [];
  for (let made = 0; made < count; made += 1) {
    const { key, start } = newKey();
    const draft = draftOf({ start, hash: await hasher.hash(key), referenceId: userId });
    const { id } = await store.insert(draft);
    issued.push({ id, key });
  }
  return issued;
}
