import { describeAlertStore } from "@latchkey/core/testing";
import { memoryAdapterStore, postgresStore, sqliteStore } from "../testing/adapter-stores.ts";
import { postgresForFile } from "../testing/postgres-for-file.ts";

describeAlertStore({ name: "Better Auth's adapter on node:sqlite", create: () => sqliteStore() });

describeAlertStore({ name: "Better Auth's adapter in memory", create: memoryAdapterStore });

const postgres = postgresForFile();

describeAlertStore({
  name: "Better Auth's adapter on PostgreSQL",
  create: () => postgresStore(postgres.connectionString),
});
