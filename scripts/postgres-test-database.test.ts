import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { createDatabase } from "./postgres-test-database.ts";

/** A client that is closed after the test. */
async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  // Where the database goes first, the client reports that as an error.
  client.on("error", () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

test("databases lie on one server, and share no data", async () => {
  const first = await createDatabase();
  onTestFinished(first.drop);
  const second = await createDatabase();
  onTestFinished(second.drop);
  expect(new URL(first.connectionString).host).toBe(new URL(second.connectionString).host);

  await (await connect(first.connectionString)).query("create table only_here (id int)");

  const other = await connect(second.connectionString);
  const { rows } = await other.query("select to_regclass('only_here') as found");
  expect(rows).toEqual([{ found: null }]);
});

test("a dropped database is gone though somebody was connected, and its server is not", async () => {
  const dropped = await createDatabase();
  const kept = await createDatabase();
  onTestFinished(kept.drop);
  await connect(dropped.connectionString);

  await dropped.drop();

  await expect(connect(dropped.connectionString)).rejects.toThrow("does not exist");
  const client = await connect(kept.connectionString);
  expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});
