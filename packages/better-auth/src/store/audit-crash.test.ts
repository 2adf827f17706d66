import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createKeyEngine } from "@latchkey/core";
import { instantHasher, manualTimers } from "@latchkey/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { sqliteStore } from "../testing/adapter-stores.ts";

const CHILD = fileURLToPath(new URL("../testing/crash-between.ts", import.meta.url));

/** Runs a process that changes a key and is killed with SIGKILL before it can tell. */
async function crashBetween(path: string, kind: string, id: string): Promise<void> {
  const child = spawn(process.execPath, ["--conditions=latchkey-source", CHILD, path, kind, id], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = once(child.stdout, "data");
  const ended = once(child, "close");
  expect(String(await said)).toBe("changed\n");
  child.kill("SIGKILL");
  expect(await ended).toEqual([null, "SIGKILL"]);
}

async function processOn(path: string) {
  const opened = await sqliteStore(path);
  onTestFinished(() => opened.dispose());
  const timers = manualTimers();
  const engine = createKeyEngine({
    store: opened.store,
    registers: opened.registers,
    auditLog: opened.log,
    timers,
    owners: { find: async (id) => ({ id }) },
    hasher: instantHasher(),
  });
  return { ...opened, timers, engine };
}

test.each([
  ["create", "created", "made by the dead"],
  ["rename", "updated", "renamed by the dead"],
  ["revoke", "revoked", "old"],
  ["delete", "deleted", null],
])(
  "a process that is killed between a %s and its entry leaves it to the next sweep, which tells it once",
  async (kind, action, name) => {
    const folder = mkdtempSync(join(tmpdir(), "latchkey-audit-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const path = join(folder, "keys.db");
    const before = await processOn(path);
    const { record } = await before.engine.create({ referenceId: "owner", name: "old" });
    await crashBetween(path, kind, record.id);

    const [pending] = await before.store.findPending(10);
    expect(pending?.name).toBe(name ?? "old");
    const { engine, store, timers } = await processOn(path);
    expect(await engine.audit.verify()).toMatchObject({ intact: true, head: { seq: 1 } });
    timers.advance(1_000);
    await engine.close();

    expect(await engine.audit.verify()).toMatchObject({ intact: true, head: { seq: 2 } });
    const { entries } = await engine.audit.page({ keyId: pending?.id });
    expect(entries[0]).toMatchObject({ action, seq: 2, start: pending?.start });
    expect(entries.filter((entry) => entry.action === action)).toHaveLength(1);
    expect(await store.findPending(10)).toEqual([]);
    const left = await store.findById(pending?.id ?? "");
    expect(left?.name ?? null).toBe(name);
  },
);
