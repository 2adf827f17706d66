import { describeWebhookStore } from "@latchkey/core/testing";
import { memoryAdapterStore, postgresStore, sqliteStore } from "../testing/adapter-stores.ts";
import { postgresForFile } from "../testing/postgres-for-file.ts";

describeWebhookStore({ name: "Better Auth's adapter on node:sqlite", create: () => sqliteStore() });

describeWebhookStore({ name: "Better Auth's adapter in memory", create: memoryAdapterStore });

const postgres = postgresForFile();

describeWebhookStore({
  name: "Better Auth's adapter on PostgreSQL",
  create: () => postgresStore(postgres.connectionString),
});
