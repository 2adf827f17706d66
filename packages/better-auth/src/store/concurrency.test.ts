import { type KeyEngine, KeyOperationError, createKeyEngine } from "@latchkey/core";
import { instantHasher } from "@latchkey/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type PostgresTestServer,
  startPostgres,
} from "../../../../scripts/postgres-test-server.ts";
import { type OpenedStores, postgresStore, sqliteStore } from "../testing/adapter-stores.ts";

const OWNER = "owner";
const TRIALS = 25;

/** One of several processes on a store: a cache of its own, nothing shared but the database. */
function processOn({ store, registers }: OpenedStores): KeyEngine<{ id: string }> {
  return createKeyEngine({
    store,
    registers,
    configurations: { default: {}, bounded: { maxKeys: 5 } },
    owners: { find: async (id) => ({ id }) },
    hasher: instantHasher(),
    cache: { revalidateAfter: 0 },
  });
}

async function settle(rotation: Promise<{ key: string }>): Promise<string | null> {
  try {
    return (await rotation).key;
  } catch (error) {
    if (error instanceof KeyOperationError) return null;
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
])("three processes on %s", (_database, open) => {
  let opened: OpenedStores;
  let processes: KeyEngine<{ id: string }>[];

  beforeAll(async () => {
    opened = await open();
    processes = [1, 2, 3].map(() => processOn(opened));
  });

  afterAll(async () => {
    await opened.dispose();
  });

  async function newKey() {
    const [first] = processes;
    if (first === undefined) throw new Error("There is no process.");
    const { key, record } = await first.create({ referenceId: OWNER });
    return { key, reference: { id: record.id, referenceId: OWNER } };
  }

  const outcomes = (key: string) =>
    Promise.all(processes.map(async (each) => (await each.verify(key)).outcome));

  it("a revocation among rotations leaves nothing that works", async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const { key, reference } = await newKey();
      const rotations = processes.map((each) => settle(each.rotate(reference)));
      const revocation = processes[trial % processes.length]?.revoke(reference);
      const [successors] = await Promise.all([Promise.all(rotations), revocation]);
      for (const each of [key, ...successors]) {
        if (each === null) continue;
        expect(new Set(await outcomes(each))).toEqual(new Set(["API_KEY_REVOKED"]));
      }
    }
  });

  it("rotations at once make one key that works at the most, and a key is never lost", async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const { key, reference } = await newKey();
      const rotations = processes.map((each) => settle(each.rotate(reference)));
      const successors = (await Promise.all(rotations)).filter((each) => each !== null);
      expect(successors.length).toBeLessThanOrEqual(1);
      for (const each of [key, ...successors]) {
        expect(new Set(await outcomes(each))).toEqual(new Set(["valid"]));
      }
    }
  });

  it("a key that is disabled while it is verified stays disabled", async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const { key, reference } = await newKey();
      const [one] = processes;
      const verifications = Array.from({ length: 16 }, (_, index) =>
        processes[index % processes.length]?.verify(key),
      );
      await Promise.all([...verifications, one?.update({ ...reference, enabled: false })]);
      expect(new Set(await outcomes(key))).toEqual(new Set(["API_KEY_DISABLED"]));
      expect((await one?.get(reference))?.enabled).toBe(false);
    }
  });

  it("of keys created at once exactly as many are made as there may be", async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const tenant = { referenceId: `owner-${trial}`, configId: "bounded" };
      for (let count = 0; count < 4; count += 1) await processes[0]?.create(tenant);
      const creations = [...processes, ...processes].map((each) => settle(each.create(tenant)));
      const made = (await Promise.all(creations)).filter((each) => each !== null);
      expect(made).toHaveLength(1);
      expect((await processes[0]?.list(tenant))?.total).toBe(5);
    }
  });
});
