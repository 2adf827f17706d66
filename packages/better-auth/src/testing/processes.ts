import {
  type KeyEngine,
  type KeyEngineOptions,
  KeyOperationError,
  createKeyEngine,
} from "@latchkey/core";
import { instantHasher } from "@latchkey/core/testing";
import { afterAll, beforeAll, describe } from "vitest";
import { type OpenedStores, postgresStore, sqliteStore } from "./adapter-stores.ts";
import { postgresForFile } from "./postgres-for-file.ts";

type Process = KeyEngine<{ id: string }>;

/** Several processes on one database, with nothing shared but that: each has a cache of its own. */
export interface Processes {
  readonly all: readonly Process[];
  /** The first: one to ask where it does not matter which. */
  readonly one: Process;
  /** What the database holds, past all of them. */
  readonly stores: OpenedStores;
}

/**
 * Describes so many processes twice: on SQLite and on PostgreSQL. They are there once the tests run,
 * and one database serves all of these.
 */
export function describeProcesses(
  count: number,
  options: Partial<KeyEngineOptions<{ id: string }>>,
  tests: (processes: Processes) => void,
): void {
  const postgres = postgresForFile();
  describe.each<[string, () => Promise<OpenedStores>]>([
    ["node:sqlite", () => sqliteStore()],
    ["PostgreSQL", () => postgresStore(postgres.connectionString)],
  ])(`${count} processes on %s`, (_database, open) => {
    let stores: OpenedStores;
    let all: readonly Process[];
    beforeAll(async () => {
      stores = await open();
      all = Array.from({ length: count }, () => processOn(stores, options));
    });
    afterAll(async () => {
      await Promise.all(all.map((each) => each.close()));
      await stores.dispose();
    });
    tests({
      get all() {
        return all;
      },
      get one() {
        const [first] = all;
        if (first === undefined) throw new Error("There is no process.");
        return first;
      },
      get stores() {
        return stores;
      },
    });
  });
}

function processOn(
  { again }: OpenedStores,
  options: Partial<KeyEngineOptions<{ id: string }>>,
): Process {
  const { store, log, registers } = again();
  return createKeyEngine({
    store,
    auditLog: log,
    registers,
    owners: { find: async (id) => ({ id }) },
    hasher: instantHasher(),
    ...options,
  });
}

/** What an operation came to; `null` where it was refused. Whatever else goes wrong is thrown. */
export async function unlessRefused<Result>(operation: Promise<Result>): Promise<Result | null> {
  try {
    return await operation;
  } catch (error) {
    if (error instanceof KeyOperationError) return null;
    throw error;
  }
}
