import { type KeyEngine, KeyOperationError, createKeyEngine } from "@latchkey/core";
import { instantHasher } from "@latchkey/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type PostgresTestServer,
  startPostgres,
} from "../../../../scripts/postgres-test-server.ts";
import { type OpenedStores, postgresStore, sqliteStore } from "../testing/adapter-stores.ts";

const OWNER = "owner";
const TRIALS = 10;

type Engine = KeyEngine<{ id: string }>;

/** One of several processes on a database, with nothing shared but that. */
function processOn({ again }: OpenedStores): Engine {
  const { store, log, registers } = again();
  return createKeyEngine({
    store,
    auditLog: log,
    registers,
    owners: { find: async (id) => ({ id }) },
    hasher: instantHasher(),
  });
}

async function isDone(operation: Promise<unknown>): Promise<boolean> {
  try {
    await operation;
    return true;
  } catch (error) {
    if (error instanceof KeyOperationError) return false;
    throw error;
  }
}

let postgres: PostgresTestServer;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres.stop();
});

describe.each<[string, () => Promise<OpenedStores>]>([
  ["node:sqlite", () => sqliteStore()],
  ["PostgreSQL", () => postgresStore(postgres.connectionString)],
])("four processes on %s", (_database, open) => {
  let opened: OpenedStores;
  let processes: Engine[];

  beforeAll(async () => {
    opened = await open();
    processes = Array.from({ length: 4 }, () => processOn(opened));
  });

  afterAll(async () => {
    await Promise.all(processes.map((each) => each.close()));
    await opened.dispose();
  });

  async function toldOf(keyId: string): Promise<string[]> {
    const [first] = processes;
    const told: string[] = [];
    for await (const entry of first?.audit.entries({ keyId }) ?? []) told.push(entry.action);
    return told;
  }

  const expectWhole = async () => {
    expect(await processes[0]?.audit.verify()).toMatchObject({ intact: true });
    expect(await opened.store.findPending(10)).toEqual([]);
  };

  it("keys that are made at once have one entry each, in one whole chain", async () => {
    const made = await Promise.all(
      processes.flatMap((each) =>
        Array.from({ length: 6 }, () => each.create({ referenceId: OWNER })),
      ),
    );
    for (const { record } of made) expect(await toldOf(record.id)).toEqual(["created"]);
    await expectWhole();
  });

  it("operations on one key at once are told exactly as they took effect, and in order", async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const [one, two, three, four] = processes;
      if (!one || !two || !three || !four) throw new Error("There are four.");
      const { record } = await one.create({ referenceId: OWNER, name: "0" });
      const reference = { id: record.id, referenceId: OWNER };
      const done = await Promise.all([
        isDone(one.update({ ...reference, name: "1" })),
        isDone(two.update({ ...reference, enabled: false })),
        isDone(three.revoke(reference)),
        isDone(four.delete(reference)),
      ]);
      const told = await toldOf(record.id);
      expect(told[0]).toBe("created");
      expect(told.filter((action) => action === "updated")).toHaveLength(done[0] ? 1 : 0);
      expect(told.filter((action) => action === "disabled")).toHaveLength(done[1] ? 1 : 0);
      expect(told.filter((action) => action === "revoked").length).toBeLessThanOrEqual(1);
      expect(told.at(-1)).toBe("deleted");
      expect(told.filter((action) => action === "deleted")).toHaveLength(1);
    }
    await expectWhole();
  });
});
