import { type AlertDigest, createKeyEngine } from "@latchkey/core";
import {
  instantHasher,
  keyDraft,
  manualClock,
  manualTimers,
  newAlert,
} from "@latchkey/core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { type OpenedStores, postgresStore, sqliteStore } from "../testing/adapter-stores.ts";
import { postgresForFile } from "../testing/postgres-for-file.ts";

const DAY = 24 * 60 * 60_000;
const PROCESSES = [1, 2, 3, 4];

const postgres = postgresForFile();

describe.each<[string, () => Promise<OpenedStores>]>([
  ["node:sqlite", () => sqliteStore()],
  ["PostgreSQL", () => postgresStore(postgres.connectionString)],
])("several processes on %s", (_database, open) => {
  let stores: OpenedStores;
  afterEach(() => stores.dispose());

  it("that insert one event at once make one alert of it", { timeout: 60_000 }, async () => {
    stores = await open();
    const alerts = Array.from({ length: 20 }, () => newAlert());
    const added = await Promise.all(
      PROCESSES.flatMap(() => {
        const { alertRows } = stores.again();
        return alerts.map((alert) => alertRows.insert(alert));
      }),
    );
    expect(added.filter((alert) => alert !== null)).toHaveLength(alerts.length);
    expect(await stores.adapter.count({ model: "apikeyAlert" })).toBe(alerts.length);
  });

  it(
    "that sweep at once raise, announce and send everything once",
    { timeout: 60_000 },
    async () => {
      stores = await open();
      const clock = manualClock();
      const digests: AlertDigest<{ id: string }>[] = [];
      const announced: string[] = [];
      const engines = PROCESSES.map(() => {
        const { store, registers, usage, alertRows } = stores.again();
        return createKeyEngine<{ id: string }>({
          store,
          registers,
          usageStore: usage,
          alertStore: alertRows,
          owners: { find: async (id) => ({ id }) },
          hasher: instantHasher(),
          clock,
          timers: manualTimers(),
          alerts: {
            send: async (digest) => {
              digests.push(digest);
            },
            announce: async ({ id }) => {
              announced.push(id);
            },
          },
        });
      });
      const sweep = () => Promise.all(engines.map(({ alerts }) => alerts.sweep()));
      const createdAt = new Date(clock.now() - 30 * DAY);
      const expiresAt = new Date(clock.now() + 5 * DAY);
      for (let count = 0; count < 10; count += 1) {
        const draft = { createdAt, updatedAt: createdAt, referenceId: "ada" };
        await stores.store.insert(keyDraft({ ...draft, expiresAt }));
        const { id } = await stores.store.insert(keyDraft({ ...draft, revokedAt: createdAt }));
        const start = new Date(clock.now() - 3 * 60_000);
        await stores.usage.add({ keyId: id, granularity: "minute", start }, { API_KEY_REVOKED: 2 });
      }
      await sweep();
      await sweep();
      clock.advance(5 * 60_000);
      await sweep();
      await sweep();
      const rows = await stores.adapter.findMany<{ count: number | string; sentAt: Date }>({
        model: "apikeyAlert",
      });
      expect(rows).toHaveLength(20);
      expect(rows.reduce((all, { count }) => all + Number(count), 0)).toBe(10 + 10 * 2);
      expect(rows.every(({ sentAt }) => sentAt !== null)).toBe(true);
      expect(announced.toSorted()).toEqual([...new Set(announced)].toSorted());
      expect(announced).toHaveLength(20);
      const sent = digests.flatMap(({ alerts }) => alerts.map(({ id }) => id));
      expect(sent).toHaveLength(20);
      expect(new Set(sent).size).toBe(20);
      await Promise.all(engines.map((engine) => engine.close()));
    },
  );
});
