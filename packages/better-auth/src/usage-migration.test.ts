import { type BetterAuthOptions, betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { expect, describe, test } from "vitest";
import { apiKey, getApiKeyEngine } from "./index.ts";
import { oldDatabaseForEach, oldDatabases } from "./testing/old-database.ts";
import { type Database, installationOptions } from "./testing/old-installation.ts";
import { postgresForFile } from "./testing/postgres-for-file.ts";

const postgres = postgresForFile();

/** The tables of a version that did not keep from where keys are used. */
async function migratedBefore(database: Database): Promise<void> {
  const plugin = apiKey();
  const { apikey, apikeyAddress: _addresses, ...others } = plugin.schema;
  const { lastAddress: _address, lastClient: _client, ...fields } = apikey.fields;
  const schema = { ...others, apikey: { ...apikey, fields } };
  const options: BetterAuthOptions = {
    ...installationOptions(database),
    plugins: [{ id: plugin.id, schema }],
  };
  await (await getMigrations(options)).runMigrations();
}

const KEPT = {
  id: "kept",
  name: "Production",
  start: "lk_ABCDEFGH",
  key: "a hash",
  referenceId: "somebody",
};
const AT = "2026-01-15T12:00:00.000Z";

describe.each(oldDatabases(postgres))("a database of before on %s", (_name, open) => {
  const old = oldDatabaseForEach(open);

  test("gets the new columns and the new table, keeps its rows, and serves its keys", async () => {
    await migratedBefore(old.database);
    await old.exec(
      `insert into apikey (id, "configId", name, start, key, "referenceId", enabled, "createdAt", "updatedAt", "lastRequest")
       values ('${KEPT.id}', 'default', '${KEPT.name}', '${KEPT.start}', '${KEPT.key}', '${KEPT.referenceId}', true, '${AT}', '${AT}', '${AT}')`,
    );
    const [before] = await old.rows();
    expect(before).not.toHaveProperty("lastAddress");

    const auth = betterAuth({ ...installationOptions(old.database), plugins: [apiKey()] });
    await (await getMigrations(auth.options)).runMigrations();
    const rows = await old.rows();
    expect(rows).toEqual([{ ...before, lastAddress: null, lastClient: null }]);

    const engine = await getApiKeyEngine(auth);
    expect(await engine.find(KEPT.id)).toMatchObject({
      name: KEPT.name,
      lastRequest: new Date(AT),
      lastAddress: null,
      lastClient: null,
    });
    expect(await engine.usage.addresses(KEPT.id)).toEqual([]);
    const { user } = await auth.api.signUpEmail({
      body: { name: "Ada", email: "ada@example.com", password: "correct horse battery" },
    });
    const { key, record } = await engine.create({ referenceId: user.id });
    const from = { address: "203.0.113.7", client: "curl" };
    expect((await engine.verify(key, from)).outcome).toBe("valid");
    expect(await engine.usage.addresses(record.id)).toMatchObject([from]);
    expect(await engine.find(record.id)).toMatchObject({ lastAddress: from.address });
    await engine.close();
  });
});
