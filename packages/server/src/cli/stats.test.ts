import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { commandRun } from "../testing/command-run.ts";
import { insertKeys } from "../testing/key-rows.ts";
import { signUp, whoami } from "../testing/member.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { startTestServer } from "../testing/test-server.ts";

const DAY = 24 * 60 * 60 * 1_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);

const statsOf = (dataDirectory: string, ...options: string[]) =>
  commandRun(["stats", ...options], { env: { LATCHKEY_DATA_DIR: dataDirectory } });

/** A running server with keys in every state, one of which was used and one misused. */
async function usedServer() {
  const server = await startTestServer();
  const ada = await signUp(server.url, "Ada");
  const grace = await signUp(server.url, "Grace");
  const used = await ada.createKey({ name: "Payroll" });
  const revoked = await grace.createKey();
  await insertKeys(server.databasePath, ada, [
    { createdAt: new Date("2020-01-01"), expiresAt: null },
    { expiresAt: inDays(13) },
    { expiresAt: inDays(15) },
    { expiresAt: inDays(-1), createdAt: new Date("2019-01-01") },
    { enabled: false, expiresAt: null },
    { enabled: false, revokedAt: inDays(-1), expiresAt: inDays(-1) },
  ]);
  for (const key of [used.key, used.key, revoked.key]) await whoami(server.url, key);
  await grace.revokeKey(revoked.id);
  await whoami(server.url, revoked.key);
  return { server, ada, used };
}

test("counts what is in the database of a server that runs, and changes nothing", async () => {
  const { server, ada, used } = await usedServer();
  const before = await statsOf(server.dataDirectory, "--json");
  expect(JSON.parse(before.stdout)).toMatchObject({
    keys: {
      total: 8,
      active: 4,
      expiringSoon: 1,
      neverUsed: 4,
      disabled: 1,
      expired: 1,
      revoked: 2,
    },
    owners: 2,
    hashes: expect.arrayContaining([{ format: "bcrypt, cost 10", keys: expect.any(Number) }]),
    oldestKey: "2020-01-01T00:00:00.000Z",
    auditEntries: 3,
    databaseBytes: expect.any(Number),
  });
  await server.stop();
  const after = await statsOf(server.dataDirectory, "--json");
  expect(JSON.parse(after.stdout)).toMatchObject({
    keys: { neverUsed: 3 },
    verifications: { lastHour: { valid: 3, revoked: 1, unavailable: 0 }, lastDay: { valid: 3 } },
  });
  for (const each of [used.key, used.start, used.id, "Payroll", ada.email]) {
    expect(before.stdout + after.stdout).not.toContain(each);
  }
});

test("looks no further back than an hour and a day, and takes no bucket twice", async () => {
  const server = await startTestServer();
  await server.stop();
  const database = new DatabaseSync(server.databasePath);
  const insert = database.prepare(
    `insert into apikeyUsage (id, bucket, keyId, granularity, start, valid, invalid, expired, revoked,
      disabled, forbidden, rateLimited, quotaExceeded, unavailable)
     values (:bucket, :bucket, 'k', :granularity, :start, :valid, 0, 0, 0, 0, 0, 5, 0, 0)`,
  );
  const rows = [
    ["minute", 0.5, 1],
    ["minute", 1.5, 10],
    ["minute", 23.5, 100],
    ["minute", 24.5, 1_000],
    ["hour", 0.5, 10_000],
  ] as const;
  for (const [granularity, ago, valid] of rows) {
    insert.run({
      bucket: `${granularity}${ago}`,
      granularity,
      start: inDays(-ago / 24).toISOString(),
      valid,
    });
  }
  database.close();
  const { verifications } = JSON.parse((await statsOf(server.dataDirectory, "--json")).stdout);
  expect(verifications.lastHour).toMatchObject({ valid: 1, rateLimited: 5 });
  expect(verifications.lastDay).toMatchObject({ valid: 111, rateLimited: 15 });
  const { stdout } = await statsOf(server.dataDirectory);
  expect(stdout).toMatch(/^  valid +1 +111$/m);
  expect(stdout).toMatch(/^  failed, together +5 +15$/m);
});

test("of a database without keys, says that there are none", async () => {
  const server = await startTestServer();
  const { code, stdout } = await statsOf(server.dataDirectory);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Keys +0$/m);
  expect(stdout).toMatch(/^Oldest active key +none$/m);
});

test("where there is no data directory, says what to do and makes none", async () => {
  const directory = join(temporaryFolder(), "nowhere");
  const { code, stdout, stderr } = await statsOf(directory);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toBe(
    `There is no database in ${directory}: name the server's data directory with LATCHKEY_DATA_DIR, or start the server once.\n`,
  );
  expect(existsSync(directory)).toBe(false);
});

test.each(["", "my holiday diary".repeat(100)])(
  "a file that is no database of ours is an error in one sentence: %j",
  async (content) => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, "latchkey.db"), content);
    const { code, stderr } = await statsOf(directory);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The database in \S+ cannot be read \(.+\): .+\.\n$/);
    expect(readdirSync(directory)).toEqual(["latchkey.db"]);
  },
);

test("what it does not know is called wrongly", async () => {
  expect(await statsOf(temporaryFolder(), "--yaml")).toMatchObject({ code: 2, stdout: "" });
});
