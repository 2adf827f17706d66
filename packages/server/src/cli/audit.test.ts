import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { onTestFinished, describe, expect, test } from "vitest";
import { commandRun } from "../testing/command-run.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { withInstallation } from "./installation.ts";

const OWNER = "owner";

/** A data directory in which two keys were made, one renamed and one revoked and deleted: six entries. */
async function usedDirectory() {
  const directory = temporaryFolder();
  await withInstallation({ env: {}, directory }, async ({ engine }) => {
    const { record } = await engine.create({ referenceId: OWNER, name: "First" });
    const other = await engine.create({ referenceId: OWNER, name: "Second" });
    await engine.update({ id: record.id, referenceId: OWNER, name: "Renamed" });
    await engine.update({ id: record.id, referenceId: OWNER, enabled: false });
    await engine.revoke({ id: other.record.id, referenceId: OWNER });
    await engine.delete({ id: other.record.id, referenceId: OWNER });
  });
  const database = new DatabaseSync(join(directory, ".latchkey", "latchkey.db"));
  onTestFinished(() => {
    database.close();
  });
  const audit = (task: string) => commandRun(["audit", task], { directory });
  return { database, audit, directory };
}

describe("latchkey audit verify", () => {
  test("says that an untouched log is intact, with the hash of its last entry, and exits with 0", async () => {
    const { audit, database } = await usedDirectory();
    const row = database.prepare("select hash from apikeyAudit where seq = 6").get();
    expect(await audit("verify")).toEqual({
      code: 0,
      stdout: `The audit log is intact: 6 entries, the last with the hash ${String(row?.["hash"])}.\n`,
      stderr: "",
    });
  });

  test("says that there is nothing yet where there is nothing yet", async () => {
    const { code, stdout } = await commandRun(["audit", "verify"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "The audit log is intact: it has no entries yet.\n",
    });
  });

  const columns: [string, string][] = [
    ["eventId", "another"],
    ["at", "2020-01-01T00:00:00.000Z"],
    ["at", "no moment"],
    ["action", "created"],
    ["action", "no action"],
    ["actorKind", "user"],
    ["actorId", "eve"],
    ["address", "192.0.2.1"],
    ["client", "another"],
    ["keyId", "another"],
    ["start", "lk_AAAAAAAA"],
    ["referenceId", "eve"],
    ["configId", "other"],
    ["changes", "{}"],
    ["changes", "no JSON"],
    ["changes", "null"],
    ["changes", "[]"],
    ["reason", "none"],
    ["previousHash", "0".repeat(64)],
    ["hash", "0".repeat(64)],
  ];
  test.each(columns)("names an entry whose %s was altered into %j", async (column, value) => {
    const { audit, database } = await usedDirectory();
    database.prepare(`update apikeyAudit set "${column}" = ? where seq = 3`).run(value);
    const { code, stdout } = await audit("verify");
    expect({ code, stdout: stdout.slice(0, 66) }).toEqual({
      code: 1,
      stdout: "The audit log is not as it was written. Entry 3 was altered: its h",
    });
  });

  test.each([1, 2, 5, 6])("names entry %i where it was removed", async (seq) => {
    const { audit, database } = await usedDirectory();
    database.prepare("delete from apikeyAudit where seq = ?").run(seq);
    expect(await audit("verify")).toMatchObject({
      code: 1,
      stdout: `The audit log is not as it was written. Entry ${seq} is missing.\n`,
    });
  });

  test("names the first of the entries that were cut off", async () => {
    const { audit, database } = await usedDirectory();
    database.prepare("delete from apikeyAudit where seq > 3").run();
    expect(await audit("verify")).toMatchObject({
      code: 1,
      stdout: "The audit log is not as it was written. Entry 4 is missing.\n",
    });
    database.prepare("delete from apikeyAudit").run();
    expect((await audit("verify")).stdout).toContain("Entry 1 is missing.");
  });

  test("names the first of entries that changed places", async () => {
    const { audit, database } = await usedDirectory();
    database.exec(
      "update apikeyAudit set seq = -2 where seq = 2; update apikeyAudit set seq = 2 where seq = 4; update apikeyAudit set seq = 4 where seq = -2",
    );
    const { code, stdout } = await audit("verify");
    expect(code).toBe(1);
    expect(stdout).toContain("Entry 2 was altered");
  });

  test("names an entry that was added at the end", async () => {
    const { audit, database } = await usedDirectory();
    database.exec(`insert into apikeyAudit
      select 'forged', 7, 'forged', "at", action, actorKind, actorId, address, client, keyId, start,
        referenceId, configId, changes, reason, hash, hash from apikeyAudit where seq = 6`);
    const { code, stdout } = await audit("verify");
    expect(code).toBe(1);
    expect(stdout).toContain("Entry 7 was altered");
  });

  test("does not take a log whose end was put back, or whose head is gone, for intact", async () => {
    const { audit, database } = await usedDirectory();
    database.exec("delete from apikeyRegister where name = 'audit-head'");
    const { code, stdout } = await audit("verify");
    expect(code).toBe(1);
    expect(stdout).toContain("Entry 1 lies beyond the end of the chain");
  });
});

test("latchkey audit export writes every entry as a line of JSON, oldest first", async () => {
  const { audit } = await usedDirectory();
  const { code, stdout } = await audit("export");
  expect(code).toBe(0);
  const entries = stdout
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(entries).toMatchObject([
    { version: 1, seq: 1, action: "created", actor: { kind: "system" } },
    { seq: 2, action: "created" },
    { seq: 3, action: "updated", changes: { name: { before: "First", after: "Renamed" } } },
    { seq: 4, action: "disabled" },
    { seq: 5, action: "revoked" },
    { seq: 6, action: "deleted" },
  ]);
});

test.each([[["audit"]], [["audit", "destroy"]], [["audit", "__proto__"]]])(
  "%j is called wrongly, and says what there is",
  async (args) => {
    const { code, stdout, stderr } = await commandRun(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("verify or export");
  },
);
