import { describe, expect, it } from "vitest";
import { MemoryAuditLog } from "../memory/memory-audit-log.ts";
import type { AuditLog } from "../port/audit-log.ts";
import { auditEvent } from "../testing/audit-event.ts";
import { auditedProcesses } from "../testing/audited-processes.ts";
import type { AuditEntry } from "./entry.ts";

const OWNER = "owner";

async function withKeys(count: number) {
  const processes = auditedProcesses();
  const { engine } = processes.start();
  for (let index = 0; index < count; index += 1) {
    await engine.create({ referenceId: index % 2 === 0 ? OWNER : "another" });
  }
  return { ...processes, engine };
}

async function all(entries: AsyncGenerator<AuditEntry>): Promise<number[]> {
  const found: number[] = [];
  for await (const { seq } of entries) found.push(seq);
  return found;
}

describe("a page", () => {
  it("holds the newest entries first, and the cursor leads to the end", async () => {
    const { engine } = await withKeys(7);
    const first = await engine.audit.page({ limit: 3 });
    expect(first.entries.map(({ seq }) => seq)).toEqual([7, 6, 5]);
    const second = await engine.audit.page({ limit: 3, cursor: first.nextCursor ?? 0 });
    expect(second.entries.map(({ seq }) => seq)).toEqual([4, 3, 2]);
    const last = await engine.audit.page({ limit: 3, cursor: second.nextCursor ?? 0 });
    expect(last).toMatchObject({ entries: [{ seq: 1 }], nextCursor: null });
  });

  it("that is just full is the last if nothing follows", async () => {
    const { engine } = await withKeys(3);
    expect((await engine.audit.page({ limit: 3 })).nextCursor).toBeNull();
  });

  it("holds what was asked for and nothing else", async () => {
    const { engine } = await withKeys(4);
    const page = await engine.audit.page({ referenceId: OWNER, configId: "default" });
    expect(page.entries.map(({ referenceId }) => referenceId)).toEqual([OWNER, OWNER]);
    expect((await engine.audit.page({ action: "revoked" })).entries).toEqual([]);
  });

  it("has bounds", async () => {
    const { engine } = await withKeys(0);
    for (const limit of [0, 101, 1.5, Number.NaN]) {
      await expect(engine.audit.page({ limit })).rejects.toThrow(RangeError);
    }
    for (const cursor of [0, -1, 1.5, 2 ** 60]) {
      await expect(engine.audit.page({ cursor })).rejects.toThrow(RangeError);
    }
  });
});

it("all entries are read oldest first, over many batches", async () => {
  const { engine, auditLog } = await withKeys(0);
  for (let count = 0; count < 1_203; count += 1) await engine.audit.note({ action: "listed" });
  expect(await all(engine.audit.entries({}))).toEqual(
    Array.from({ length: 1_203 }, (_, index) => index + 1),
  );
  expect(await engine.audit.verify()).toMatchObject({ intact: true, head: { seq: 1_203 } });
  expect(auditLog).toBeInstanceOf(MemoryAuditLog);
});

it("an event that is noted twice is there once, and without an id each is an event of its own", async () => {
  const { engine, entries } = await withKeys(0);
  const by = { actor: { kind: "user", id: "root" }, address: null, client: null } as const;
  for (let time = 0; time < 2; time += 1) {
    await engine.audit.note({ action: "expired", keyId: "key", eventId: "expired-key" });
    await engine.audit.note({ action: "searched", reason: "start abc", by });
  }
  expect((await entries()).map(({ action }) => action)).toEqual([
    "expired",
    "searched",
    "searched",
  ]);
  expect((await entries())[1]).toMatchObject({ reason: "start abc", ...by });
});

describe("verification of the whole chain", () => {
  it("holds while others append", async () => {
    const { engine, start } = await withKeys(5);
    const appending = (async () => {
      const { engine: other } = start();
      for (let count = 0; count < 50; count += 1) await other.audit.note({ action: "listed" });
    })();
    for (let time = 0; time < 20; time += 1) {
      expect(await engine.audit.verify()).toMatchObject({ intact: true });
    }
    await appending;
    expect(await engine.audit.verify()).toMatchObject({ intact: true, head: { seq: 55 } });
  });

  it("misses entries that were cut off, and finds those that were added", async () => {
    const { auditLog, registers, start } = await withKeys(5);
    const cut: AuditLog = {
      put: (entry) => auditLog.put(entry),
      findByEventId: (id) => auditLog.findByEventId(id),
      read: async (query) => (await auditLog.read(query)).filter(({ seq }) => seq < 5),
    };
    const { engine } = start({ auditLog: cut, registers });
    expect(await engine.audit.verify()).toMatchObject({ fault: "missing", seq: 5 });
    await auditLog.put({ ...auditEvent(), seq: 6, previousHash: "0", hash: "0" });
    expect(await start().engine.audit.verify()).toMatchObject({ intact: false, seq: 6 });
  });
});
