import type { Alert } from "../alert/alert.ts";
import { MemoryAlertStore } from "../memory/memory-alert-store.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { MemoryRegisters } from "../memory/memory-registers.ts";
import { MemoryUsageStore } from "../memory/memory-usage-store.ts";
import type { KeyDraft } from "../port/key-store.ts";
import type { KeyRecord } from "../record/record.ts";
import type { UsageCounts } from "../usage/counts.ts";
import { keyDraft } from "./key-draft.ts";
import { manualClock } from "./manual-clock.ts";
import { type TestEngineOptions, testEngine } from "./test-engine.ts";

const MINUTE = 60_000;

/** Processes on one database that raise alerts, each an engine of its own. */
export function alertingProcesses(shared: TestEngineOptions = {}) {
  const clock = manualClock();
  const database = {
    store: new MemoryKeyStore(),
    registers: new MemoryRegisters(),
    usageStore: new MemoryUsageStore(),
    alertStore: new MemoryAlertStore(),
  };

  /** One more process. */
  const start = (options: TestEngineOptions = {}) =>
    testEngine({ ...database, clock, ...shared, ...options });

  /** A key that was made so many milliseconds ago. */
  const insert = (age: number, draft: Partial<KeyDraft> = {}): Promise<KeyRecord> => {
    const createdAt = new Date(clock.now() - age);
    return database.store.insert(keyDraft({ createdAt, updatedAt: createdAt, ...draft }));
  };

  /** Counts what came of a key's verifications in the minute that began so many minutes ago. */
  const count = (keyId: string, minutesAgo: number, counts: UsageCounts) => {
    const now = clock.now();
    const bucket = {
      keyId,
      granularity: "minute",
      start: new Date(now - (now % MINUTE) - minutesAgo * MINUTE),
    } as const;
    return database.usageStore.add(bucket, counts);
  };

  /** All alerts, oldest first. */
  const alerts = async (): Promise<readonly Alert[]> => {
    const page = await database.alertStore.list({ filter: {}, limit: 10_000, offset: 0 });
    return page.alerts.toReversed();
  };

  /** The kinds of those that are open. */
  const open = async () =>
    (await alerts()).filter(({ resolvedAt }) => resolvedAt === null).map(({ kind }) => kind);

  return { clock, ...database, start, insert, count, alerts, open };
}
