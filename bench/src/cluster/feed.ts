import { bcryptHasher } from "@latchkey/core";
import type { Pool } from "pg";
import { OWNER } from "../database.ts";
import { quantiles } from "../measurement.ts";
import { installOn, issueKeys, withPostgres } from "./postgres-installation.ts";
import type { Row } from "./row.ts";

const ROWS = 1_000_000;
const CHANGES = [0, 100, 4_000];
/** As the engine looks: see `MAX_CHANGES` of the core. */
const LIMIT = 5_000;
const LOOKS = 100;

/** What a look for changes takes in a table of a million keys. */
export function measureFeed(): Promise<Row[]> {
  return withPostgres(async (pool) => {
    const { auth, engine, store } = await installOn(pool);
    // It would look by itself, beside what is measured.
    await engine.close();
    const { user } = await auth.api.signUpEmail({ body: OWNER });
    await issueKeys(store, { count: 1, hasher: bcryptHasher({ cost: 4 }), userId: user.id });
    await multiply(pool);
    const rows: Row[] = [];
    for (const changes of CHANGES) {
      const since = new Date();
      await pool.query(
        `update apikey set "updatedAt" = $1 where id in (select id from apikey limit $2)`,
        [since, changes],
      );
      await pool.query("vacuum analyze apikey");
      const look = async () => {
        const found = await store.listChanged({ since, limit: LIMIT });
        if (found.length !== changes) throw new Error(`${found.length} changes, not ${changes}.`);
      };
      rows.push({ name: `feed.${changes}-changes`, figures: await figuresOf(look) });
    }
    return rows;
  });
}

async function figuresOf(look: () => Promise<void>) {
  for (let each = 0; each < LOOKS / 5; each += 1) await look();
  const samples: number[] = [];
  const before = process.cpuUsage();
  for (let each = 0; each < LOOKS; each += 1) {
    const began = performance.now();
    await look();
    samples.push(performance.now() - began);
  }
  const { user, system } = process.cpuUsage(before);
  const processor = (user + system) / 1_000 / LOOKS;
  const { p50Microseconds, p99Microseconds } = quantiles(samples);
  return {
    "ms a look p50": p50Microseconds / 1_000,
    "ms a look p99": p99Microseconds / 1_000,
    "processor ms a look": processor,
    "% of a core at one look a second": processor / 10,
  };
}

/** As many rows as there are to be, changed at some time of the last year, of the one that is there. */
async function multiply(pool: Pool): Promise<void> {
  const columns = await pool.query<{ column_name: string }>(
    "select column_name from information_schema.columns where table_name = 'apikey'",
  );
  const names = columns.rows.map(({ column_name: name }) => `"${name}"`);
  const others = new Map([
    ['"id"', "apikey.id || n"],
    ['"start"', 'apikey."start" || n'],
    ['"key"', 'apikey."key" || n'],
    ['"updatedAt"', "date_trunc('milliseconds', now()) - interval '1 hour' - n * interval '30 s'"],
  ]);
  const values = names.map((name) => others.get(name) ?? `apikey.${name}`);
  // Making indexes anew takes a fraction of keeping them up to date row by row.
  const { rows: indexes } = await pool.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes
     where tablename = 'apikey' and indexdef not like 'CREATE UNIQUE%'`,
  );
  for (const { indexname } of indexes) await pool.query(`drop index "${indexname}"`);
  await pool.query(
    `insert into apikey (${names.join(", ")})
     select ${values.join(", ")} from apikey, generate_series(2, ${ROWS}) as n`,
  );
  for (const { indexdef } of indexes) await pool.query(indexdef);
}
