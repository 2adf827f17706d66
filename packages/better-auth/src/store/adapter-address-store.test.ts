import { describeAddressStore } from "@latchkey/core/testing";
import { postgresForFile } from "../testing/postgres-for-file.ts";
import { memoryAdapterStore, postgresStore, sqliteStore } from "../testing/adapter-stores.ts";

const postgres = postgresForFile();

describeAddressStore({ name: "Better Auth's adapter on node:sqlite", create: () => sqliteStore() });

describeAddressStore({ name: "Better Auth's adapter in memory", create: memoryAdapterStore });

describeAddressStore({
  name: "Better Auth's adapter on PostgreSQL",
  create: () => postgresStore(postgres.connectionString),
});
