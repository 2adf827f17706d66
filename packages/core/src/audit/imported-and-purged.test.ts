import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { auditedProcesses } from "../testing/audited-processes.ts";
import { foreignKey } from "../testing/foreign-drafts.ts";
import { IMPORT_OWNER, importInput, imported } from "../testing/import-input.ts";

const YEAR = 365 * 24 * 60 * 60 * 1_000;

it("an import is told of each key that was brought in, with who did it, and of no other", async () => {
  const { start, entries } = auditedProcesses();
  const { engine } = start();
  const by = { actor: { kind: "server", id: null }, address: null, client: "import" } as const;
  const key = foreignKey();
  const input = importInput(key, { name: "Old" });
  await engine.import([input], { dryRun: true, by });
  expect(await entries()).toEqual([]);
  await engine.import([input, importInput(foreignKey(), { referenceId: IMPORT_OWNER })], { by });
  await engine.import([input], { by });
  const told = await entries();
  expect(told.map(({ action, actor, client }) => [action, actor.kind, client])).toEqual(
    Array.from({ length: 2 }, () => ["imported", "server", "import"]),
  );
  expect(told[0]).toMatchObject({ changes: { name: { before: null, after: "Old" } } });
  const written = JSON.stringify(told);
  for (const encoding of ["hex", "base64url"] as const) {
    expect(written).not.toContain(createHash("sha256").update(key).digest(encoding).slice(0, 10));
  }
});

it("an import and a purge are told of, each at its own moment, and the chain stays whole when the record is gone", async () => {
  const { start, entries, clock } = auditedProcesses();
  const process = start();
  const { engine } = process;
  const importedAt = new Date(clock.now());
  const createdAt = new Date(clock.now() - 3 * YEAR);
  const expiresAt = new Date(clock.now() + 1_000);
  const result = await imported(process, importInput(foreignKey(), { createdAt, expiresAt }));
  if (result.kind !== "imported") throw new Error("It was not imported.");
  clock.advance(YEAR + 1_000);
  expect(await engine.purge()).toBe(1);
  expect(await engine.find(result.record.id)).toBeNull();
  const told = { keyId: result.record.id, referenceId: IMPORT_OWNER };
  expect(await entries()).toMatchObject([
    { ...told, action: "imported", at: importedAt },
    { ...told, action: "purged", at: new Date(clock.now()), actor: { kind: "system" } },
  ]);
  expect(await engine.audit.verify()).toMatchObject({ intact: true });
});

it("a revoked key's purge comes after all that became of it", async () => {
  const { start, actions, clock } = auditedProcesses();
  const { engine } = start();
  const { record } = await engine.create({ referenceId: IMPORT_OWNER });
  await engine.revoke({ id: record.id, referenceId: IMPORT_OWNER });
  clock.advance(YEAR);
  expect(await engine.purge()).toBe(1);
  expect(await actions(record.id)).toEqual(["created", "revoked", "purged"]);
});
