import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import type { KeyStore } from "@latchkey/core";
import { keyDraft } from "@latchkey/core/testing";
import type { DBAdapter } from "better-auth";
import { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { REMOVED_MODEL } from "../schema.ts";
import { memoryAdapterStore, sqliteStore, storesOn } from "../testing/adapter-stores.ts";
import { postgresForFile } from "../testing/postgres-for-file.ts";
import { AdapterKeyStore } from "./adapter-key-store.ts";

const AT = new Date("2200-01-01T00:00:00.500Z");
const LONG_AGO = new Date("2000-01-01T00:00:00.500Z");
const QUERY = { since: AT, limit: 10 };

/** As it was sent to a database. */
interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The adapter, with something done before each row that is created. */
function beforeCreation(adapter: DBAdapter, act: (model: string) => Promise<void>): DBAdapter {
  const create: DBAdapter["create"] = async (creation) => {
    await act(creation.model);
    return adapter.create(creation);
  };
  return { ...adapter, create };
}

describe.each([
  ["node:sqlite", () => sqliteStore()],
  ["Better Auth's adapter in memory", memoryAdapterStore],
])("that a record was removed, on %s,", (_name, open) => {
  it("is noted when it is gone, so that whoever is told does not find it any more", async () => {
    const opened = await open();
    const { store, adapter } = opened;
    const { id } = await store.insert(keyDraft());
    const seen: unknown[] = [];
    const watched = beforeCreation(adapter, async (model) => {
      seen.push(model, await store.findById(id));
    });
    await new AdapterKeyStore(() => watched).delete(id, {}, AT);
    expect(seen).toEqual([REMOVED_MODEL, null]);
    expect(await store.listChanged(QUERY)).toEqual([{ id, at: AT }]);
    await opened.dispose();
  });

  it("is not taken for certain where it cannot be noted: the deletion rejects, and the record is gone", async () => {
    const opened = await open();
    const { store, adapter } = opened;
    const { id } = await store.insert(keyDraft());
    const full = beforeCreation(adapter, () => Promise.reject(new Error("disk full")));
    const deletion = new AdapterKeyStore(() => full).delete(id, {}, AT);
    await expect(deletion).rejects.toThrow("disk full");
    expect(await store.findById(id)).toBeNull();
    expect(await store.listChanged(QUERY)).toEqual([]);
    await opened.dispose();
  });
});

/** Whatever reads, or takes away, many rows of the feed. */
async function look(store: KeyStore): Promise<void> {
  await store.listChanged(QUERY);
  await store.forgetRemoved({ before: LONG_AGO, limit: 10 });
}

/** Those that `look` sends for what it reads; whatever else a plugin does in the background is left out. */
function readings(statements: readonly Statement[]): readonly Statement[] {
  return statements.filter(({ text }) =>
    /^select .* where "apikey(?:"\."updatedAt|Removed"\."removedAt)" /.test(text),
  );
}

/** There are as many as `look` takes, and of a record only that is read which is told of it. */
function expectNarrow(statements: readonly Statement[]): void {
  expect(statements).toHaveLength(3);
  const ofKeys = statements.filter(({ text }) => text.includes('from "apikey" '));
  expect(ofKeys.map(({ text }) => text)).toEqual([
    expect.stringContaining('(select "id", "updatedAt" from "apikey" '),
  ]);
}

it("SQLite looks for changes by an index, and reads no more of a record than that", async () => {
  const database = new DatabaseSync(":memory:");
  const prepared: Statement[] = [];
  const observed = new Proxy(database, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...values: unknown[]) => {
        if (name === "prepare") prepared.push({ text: String(values[0]), values: [] });
        return Reflect.apply(member, target, values);
      };
    },
  });
  const { store } = await storesOn(observed, { migrate: true });
  prepared.length = 0;
  await look(store);
  const statements = readings(prepared);
  expectNarrow(statements);
  for (const { text } of statements) {
    const plan = database.prepare(`explain query plan ${text}`).all();
    const steps = plan.map(({ detail }) => String(detail)).join("; ");
    expect(steps, text).toMatch(/SEARCH .* USING (?:COVERING )?INDEX/);
  }
  database.close();
});

const postgres = postgresForFile();

it("PostgreSQL looks for changes by an index among many records, and reads no more of them than that", async () => {
  const pool = new Pool({ connectionString: postgres.connectionString, max: 4 });
  const sent: Statement[] = [];
  const connections: Promise<unknown>[] = [];
  pool.on("connect", (client) => {
    connections.push(once(client, "end"));
    const query: unknown = client.query.bind(client);
    if (typeof query !== "function") throw new TypeError("A client has queries.");
    Object.assign(client, {
      query: (text: unknown, values: unknown, ...rest: unknown[]) => {
        if (typeof text === "string")
          sent.push({ text, values: Array.isArray(values) ? values : [] });
        return Reflect.apply(query, client, [text, values, ...rest]);
      },
    });
  });
  try {
    const { store } = await storesOn(pool, { migrate: true });
    await store.insert(keyDraft());
    // Nearly all are older than what is looked for, and younger than what is forgotten: else reading all is right.
    await pool.query(`
    create temporary table one as select * from apikey;
    update one set "updatedAt" = '2100-01-01';
    insert into apikey select (jsonb_populate_record(one, jsonb_build_object('id', 'key-' || n))).*
      from one, generate_series(1, 5000) n;
    insert into "apikeyRemoved" (id, "keyId", "removedAt")
      select 'note-' || n, 'key-' || n, timestamp '2100-01-01' + n * interval '1 second'
      from generate_series(1, 5000) n;
    analyze;`);
    sent.length = 0;
    await look(store);
    const statements = readings(sent);
    expectNarrow(statements);
    for (const { text, values } of statements) {
      const { rows } = await pool.query<{ "QUERY PLAN": string }>(`explain ${text}`, [...values]);
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(plan, text).toMatch(/Index (?:Only )?Scan/);
      expect(plan, text).toMatch(/Index Cond/);
      expect(plan, text).not.toContain("Seq Scan");
    }
  } finally {
    await pool.end();
    // The pool itself does not wait until its connections are gone.
    await Promise.all(connections);
  }
});
