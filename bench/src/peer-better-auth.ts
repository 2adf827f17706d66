import { apiKey } from "@better-auth/api-key";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { Pool } from "pg";
import { startPostgres } from "../../scripts/postgres-test-server.ts";
import { OWNER, authOptions, withDatabase } from "./database.ts";
import { measure } from "./measure.ts";
import type { Measurement } from "./measurement.ts";

/**
 * Better Auth's own API-key plugin on a database, at its best: without its rate limit, which would
 * refuse after ten requests and costs it one more write. Answers a key, and what verifies it.
 */
export async function installPeer(database: BetterAuthOptions["database"]) {
  const auth = betterAuth({
    ...authOptions(database),
    plugins: [apiKey({ rateLimit: { enabled: false } })],
  });
  await (await getMigrations(auth.options)).runMigrations();
  const { user } = await auth.api.signUpEmail({ body: OWNER });
  const { key } = await auth.api.createApiKey({ body: { userId: user.id } });
  const verify = async (presented: string) =>
    (await auth.api.verifyApiKey({ body: { key: presented } })).valid;
  if (!(await verify(key))) throw new Error("The peer does not verify its own key.");
  return { key, verify };
}

/** On the same SQLite as ours. */
export function measurePeerOnSqlite(): Promise<Measurement[]> {
  return withDatabase(async (database) => {
    const { key, verify } = await installPeer(database);
    return measure("peer.better-auth.sqlite", () => verify(key));
  });
}

/** On a PostgreSQL beside it, over loopback, that writes nothing through to the disk. */
export async function measurePeerOnPostgres(): Promise<Measurement[]> {
  const server = await startPostgres();
  const pool = new Pool({ connectionString: server.connectionString });
  // The server ends connections that are still open when it stops, and nothing is lost by it.
  pool.on("error", () => undefined);
  try {
    const { key, verify } = await installPeer(pool);
    return await measure("peer.better-auth.postgres", () => verify(key));
  } finally {
    await pool.end();
    await server.stop();
  }
}
