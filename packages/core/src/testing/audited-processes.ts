import type { Scheduler } from "fast-check";
import { expect } from "vitest";
import { AuditChain } from "../audit/chain.ts";
import type { AuditEntry } from "../audit/entry.ts";
import { verifyChain } from "../audit/verify-chain.ts";
import { MemoryAuditLog } from "../memory/memory-audit-log.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { MemoryRegisters } from "../memory/memory-registers.ts";
import { manualClock } from "./manual-clock.ts";
import { scheduledStore } from "./scheduled-store.ts";
import { type TestEngineOptions, testEngine } from "./test-engine.ts";

/** Processes on one database, each an engine of its own. */
export function auditedProcesses() {
  const clock = manualClock();
  const database = {
    store: new MemoryKeyStore(),
    auditLog: new MemoryAuditLog(),
    registers: new MemoryRegisters(),
  };
  const { store, auditLog, registers } = database;

  /** One more process. */
  const start = (options: TestEngineOptions = {}) => testEngine({ ...database, clock, ...options });

  /** One more, whose every call to the database waits for the scheduler. */
  const startScheduled = (scheduler: Scheduler) =>
    start({
      store: scheduledStore(store, scheduler),
      auditLog: scheduledStore(auditLog, scheduler),
      registers: scheduledStore(registers, scheduler),
    });

  /** All entries, if they are one whole chain. */
  const entries = async (): Promise<readonly AuditEntry[]> => {
    const { head } = await new AuditChain(auditLog, registers).settled();
    const all = await auditLog.read({ filter: {}, direction: "asc", limit: 10_000 });
    expect(await verifyChain(all, head)).toMatchObject({ intact: true });
    return all;
  };

  /** What was done, in order: the actions of all entries, or of those of one key. */
  const actions = async (keyId?: string) =>
    (await entries())
      .filter((entry) => keyId === undefined || entry.keyId === keyId)
      .map(({ action }) => action);

  return { clock, ...database, start, startScheduled, entries, actions };
}
