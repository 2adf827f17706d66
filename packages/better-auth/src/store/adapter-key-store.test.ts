import { describeKeyStore } from "@latchkey/core/testing";
import { memoryAdapterStore, postgresStore, sqliteStore } from "../testing/adapter-stores.ts";
import { postgresForFile } from "../testing/postgres-for-file.ts";

describeKeyStore({ name: "Better Auth's adapter on node:sqlite", create: () => sqliteStore() });

// Its own reading of AND and OR, from left to right, is what key-conditions.ts is ordered for.
describeKeyStore({
  name: "Better Auth's adapter in memory",
  create: memoryAdapterStore,
  skip: [
    {
      test: "what was handed in or out can be changed without changing the record",
      reason: "Better Auth's memory adapter keeps the dates that it is given; no database does.",
    },
  ],
});

const postgres = postgresForFile();

describeKeyStore({
  name: "Better Auth's adapter on PostgreSQL",
  create: () => postgresStore(postgres.connectionString),
});
