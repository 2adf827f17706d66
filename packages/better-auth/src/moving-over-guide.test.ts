import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { newProcess } from "./testing/moved-installation.ts";
import { oldDatabaseForEach, oldDatabases, postgresDatabase } from "./testing/old-database.ts";
import { oldInstallation } from "./testing/old-installation.ts";
import { postgresForFile } from "./testing/postgres-for-file.ts";

/** The statements that the guide gives, in its order. */
function statementsOfTheGuide(): readonly string[] {
  const guide = readFileSync(new URL("../../../docs/moving-over.md", import.meta.url), "utf8");
  return [...guide.matchAll(/^ *```sql\n(.*?)^ *```/gms)].map(([, sql]) => sql ?? "");
}

const postgres = postgresForFile();
const DATABASES = oldDatabases(postgres);

describe.each(DATABASES)("an odd database of Better Auth's own plugin on %s", (_name, open) => {
  const old = oldDatabaseForEach(open);

  test("rows as old versions left them are read: no enabled, metadata stringified twice", async () => {
    const { keys, userId } = await oldInstallation(old.database);
    const twice = JSON.stringify(JSON.stringify({ service: "old" }));
    await old.exec(`update apikey set enabled = null, metadata = '${twice}'`);
    const { verify, engine } = await newProcess(old.database);
    const { outcome, key } = await verify(keys.plain.key);
    expect(outcome).toBe("valid");
    expect(key).toMatchObject({ enabled: true, metadata: { service: "old" } });
    const { records } = await engine.list({ referenceId: userId });
    expect(records.map(({ metadata }) => metadata)).toContainEqual({ service: "old" });
    await engine.close();
  });

  test("a table from before version 1.5 is one after the guide's first statements", async () => {
    const { keys } = await oldInstallation(old.database);
    await old.exec(`delete from apikey where "configId" <> 'default'`);
    await old.exec(`
      drop index "apikey_configId_idx";
      alter table apikey drop column "configId";
      alter table apikey rename column "referenceId" to "userId";
    `);
    const [statements] = statementsOfTheGuide();
    await old.exec(statements ?? "");
    const { verify, engine } = await newProcess(old.database);
    for (const name of ["plain", "described", "expiring", "limited"] as const) {
      expect((await verify(keys[name].key)).outcome).toBe("valid");
    }
    await engine.close();
  });
});

describe("keys that were stored in clear", () => {
  const old = oldDatabaseForEach(() => postgresDatabase(postgres.connectionString));

  test("do not verify, and do after the guide's statement has hashed them", async () => {
    const { keys } = await oldInstallation(old.database, { hashing: false });
    await old.exec(`delete from apikey where "configId" <> 'default'`);
    const first = await newProcess(old.database);
    expect((await first.verify(keys.plain.key)).outcome).toBe("API_KEY_INVALID");
    await first.engine.close();
    const [, statement] = statementsOfTheGuide();
    await old.exec(statement ?? "");
    for (const row of await old.rows()) expect(row["key"]).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const second = await newProcess(old.database);
    expect((await second.verify(keys.plain.key)).outcome).toBe("valid");
    expect((await second.verify(keys.described.key)).outcome).toBe("valid");
    await second.engine.close();
  });
});
