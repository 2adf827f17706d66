import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { foreignKey } from "../testing/foreign-drafts.ts";
import { IMPORT_OWNER, importInput, imported } from "../testing/import-input.ts";
import { testEngine } from "../testing/test-engine.ts";

const YEAR = 365 * 24 * 60 * 60 * 1_000;

test("an import and a purge are told to the audit log, each at its own moment, and no hash is", async () => {
  const fixture = testEngine();
  const { engine, clock } = fixture;
  const importedAt = new Date(clock.now());
  const key = foreignKey();
  const createdAt = new Date(clock.now() - 3 * YEAR);
  const expiresAt = new Date(clock.now() + 1_000);
  const result = await imported(fixture, importInput(key, { createdAt, expiresAt }));
  if (result.kind !== "imported") throw new Error("It was not imported.");
  clock.advance(YEAR + 1_000);
  expect(await engine.purge()).toBe(1);

  const entries = [];
  for await (const entry of engine.audit.entries({})) entries.push(entry);
  const told = { keyId: result.record.id, referenceId: IMPORT_OWNER };
  expect(entries).toMatchObject([
    { ...told, action: "imported", at: importedAt },
    { ...told, action: "purged", at: new Date(clock.now()), actor: { kind: "system" } },
  ]);
  expect(await engine.audit.verify()).toMatchObject({ intact: true });
  const written = JSON.stringify(entries);
  for (const encoding of ["hex", "base64url"] as const) {
    expect(written).not.toContain(createHash("sha256").update(key).digest(encoding).slice(0, 10));
  }
});
