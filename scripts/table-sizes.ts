// Prints what rows of the large tables take on PostgreSQL, indexes included: the figures of docs/deploy.md, "Sizing".
// node --conditions=latchkey-source scripts/table-sizes.ts
import { apiKey } from "@latchkey/better-auth";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { Pool } from "pg";
import { startPostgres } from "./postgres-test-server.ts";

const ROWS = 100_000;
/** Of as many random bits as Better Auth's ids have, and as long. */
const id = (seed: string) => `substr(md5(${seed} || 'a') || md5(${seed} || 'b'), 1, 32)`;
const at = (seed: string) => `now() - (${seed} % 7776000) * interval '1 second'`;

/** Each: SQL that makes rows as the product does. `n` is the number of the row. */
const TABLES: Readonly<Record<string, { row: string; columns: string }>> = {
  apikey: {
    columns: `id, "configId", name, start, prefix, key, format, "referenceId", "createdById",
      environment, enabled, metadata, permissions, "rateLimitEnabled", "rateLimitMax", "rateLimitTimeWindow",
      "expiresAt", "lastRequest", "lastAddress", "lastClient", "createdAt", "updatedAt"`,
    row: `${id("n::text")}, 'default', 'Deploys of service ' || n % 1000, 'lk_live_' || substr(md5(n || 'c'), 1, 8),
      'lk_live_', '$2b$10$' || substr(md5(n || 'd') || md5(n || 'e'), 1, 53), 'bcrypt',
      ${id("(n / 10)::text")}, ${id("(n / 10)::text")}, 'production', true, '{"team":"payments","ticket":"OPS-' || n || '"}',
      '{"invoices":["read","write"]}', true, 100, 60000, now() + interval '90 days', ${at("n")},
      '203.0.113.' || n % 256, 'acme-client/2.4.1 (node 24)', ${at("n * 7")}, ${at("n")}`,
  },
  apikeyUsage: {
    columns: `id, bucket, "keyId", granularity, start, valid, invalid, expired, revoked, disabled, forbidden,
      "rateLimited", "quotaExceeded", unavailable`,
    row: `${id("n::text")}, ${id("(n / 24)::text")} || ':hour:' || 1800000000000 + (n % 24) * 3600000,
      ${id("(n / 24)::text")}, 'hour', to_timestamp(1800000000 + (n % 24) * 3600), n % 5000, 0, 0, 0, 0, n % 3, n % 7, 0, 0`,
  },
  apikeyAudit: {
    columns: `id, seq, "eventId", at, action, "actorKind", "actorId", address, client, "keyId", start,
      "referenceId", "configId", changes, "previousHash", hash`,
    row: `${id("n::text")}, n, ${id("n || 'event'")}, ${at("n")}, 'updated', 'user', ${id("(n / 10)::text")},
      '203.0.113.' || n % 256, 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0', ${id("(n / 3)::text")},
      'lk_live_' || substr(md5(n || 'c'), 1, 8), ${id("(n / 10)::text")}, 'default',
      '{"name":{"before":"Deploys","after":"Deploys of service ' || n % 1000 || '"}}',
      md5(n || 'f') || md5(n || 'g'), md5(n || 'h') || md5(n || 'i')`,
  },
  apikeyAddress: {
    columns: `id, name, "keyId", address, client, "firstSeenAt", "lastSeenAt"`,
    row: `${id("n::text")}, ${id("(n / 3)::text")} || ' 203.0.113.' || n % 256, ${id("(n / 3)::text")},
      '203.0.113.' || n % 256, 'acme-client/2.4.1 (node 24)', ${at("n * 7")}, ${at("n")}`,
  },
};

const server = await startPostgres();
const pool = new Pool({ connectionString: server.connectionString });
try {
  const auth = betterAuth({
    database: pool,
    secret: "only-for-measuring-0123456789-ABCDEF",
    baseURL: "http://localhost:3000",
    plugins: [apiKey()],
    telemetry: { enabled: false },
  });
  await (await getMigrations(auth.options)).runMigrations();
  for (const [table, { columns, row }] of Object.entries(TABLES)) {
    // In no order, as rows are made: an index that is filled in order is packed more closely.
    await pool.query(
      `insert into "${table}" (${columns}) select ${row} from generate_series(1, ${ROWS}) n order by random()`,
    );
    const { rows } = await pool.query(
      `select pg_total_relation_size($1::regclass) total, pg_indexes_size($1::regclass) indexes`,
      [`"${table}"`],
    );
    const [total, indexes] = [Number(rows[0]?.total), Number(rows[0]?.indexes)];
    console.log(
      `${table}: ${Math.round(total / ROWS)} bytes a row, ${Math.round(indexes / ROWS)} of them in indexes`,
    );
  }
} finally {
  await pool.end();
  await server.stop();
}
