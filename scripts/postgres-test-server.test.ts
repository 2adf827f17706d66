import { Client } from "pg";
import { expect, test } from "vitest";
import { startPostgres } from "./postgres-test-server.ts";

test("a started server answers queries, and is gone once it is stopped", async () => {
  const server = await startPostgres();
  const client = new Client({ connectionString: server.connectionString });
  // Stopping closes this connection from the other side, which the client reports as an error.
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>("select version()");
    expect(rows[0]?.version).toMatch(/^PostgreSQL \d+/);
  } finally {
    await server.stop();
  }

  const late = new Client({ connectionString: server.connectionString });
  await expect(late.connect()).rejects.toThrow("ECONNREFUSED");
  await expect(server.stop()).resolves.toBeUndefined();
});

test("a halted server refuses connections, and has its data and its port once it is resumed", async () => {
  const server = await startPostgres();
  try {
    const before = new Client({ connectionString: server.connectionString });
    await before.connect();
    await before.query("create table kept (id int)");
    await before.end();
    await server.halt();

    const during = new Client({ connectionString: server.connectionString });
    await expect(during.connect()).rejects.toThrow("ECONNREFUSED");

    await server.resume();
    const after = new Client({ connectionString: server.connectionString });
    await after.connect();
    expect((await after.query("select id from kept")).rows).toEqual([]);
    await after.end();
  } finally {
    await server.stop();
  }
});

test("two servers run side by side, each with data of its own", async () => {
  const servers = await Promise.all([startPostgres(), startPostgres()]);
  try {
    const [first, second] = servers.map(
      (server) => new Client({ connectionString: server.connectionString }),
    );
    if (first === undefined || second === undefined) throw new Error("Two servers were started");
    await first.connect();
    await second.connect();
    await first.query("create table only_here (id int)");
    const { rows } = await second.query("select to_regclass('only_here') as found");
    expect(rows).toEqual([{ found: null }]);
    await Promise.all([first.end(), second.end()]);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
});
