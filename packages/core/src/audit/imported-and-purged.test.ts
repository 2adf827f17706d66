import { expect, it } from "vitest";
import { auditedProcesses } from "../testing/audited-processes.ts";
import { foreignKey } from "../testing/foreign-drafts.ts";
import { IMPORT_OWNER, importInput } from "../testing/import-input.ts";

const YEAR = 365 * 24 * 60 * 60 * 1_000;

it("an import is told of each key that was brought in, with who did it, and of no other", async () => {
  const { start, entries } = auditedProcesses();
  const { engine } = start();
  const by = { actor: { kind: "server", id: null }, address: null, client: "import" } as const;
  const input = importInput(foreignKey(), { name: "Old" });
  await engine.import([input], { dryRun: true, by });
  expect(await entries()).toEqual([]);
  await engine.import([input, importInput(foreignKey(), { referenceId: IMPORT_OWNER })], { by });
  await engine.import([input], { by });
  const told = await entries();
  expect(told.map(({ action, actor, client }) => [action, actor.kind, client])).toEqual(
    Array.from({ length: 2 }, () => ["imported", "server", "import"]),
  );
  expect(told[0]).toMatchObject({ changes: { name: { before: null, after: "Old" } } });
  expect(JSON.stringify(told)).not.toContain(input.hash);
});

it("a purge is told of, and the chain stays whole when the record is gone", async () => {
  const { start, entries, clock } = auditedProcesses();
  const { engine } = start();
  const { record } = await engine.create({ referenceId: IMPORT_OWNER });
  await engine.revoke({ id: record.id, referenceId: IMPORT_OWNER });
  clock.advance(YEAR);
  expect(await engine.purge()).toBe(1);
  expect(await engine.find(record.id)).toBeNull();
  expect((await entries()).map(({ action, keyId }) => [action, keyId])).toEqual([
    ["created", record.id],
    ["revoked", record.id],
    ["purged", record.id],
  ]);
  expect(await engine.audit.verify()).toMatchObject({ intact: true });
});
