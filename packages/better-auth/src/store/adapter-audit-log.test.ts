import { describeAuditLog } from "@latchkey/core/testing";
import { afterAll, beforeAll } from "vitest";
import {
  type PostgresTestServer,
  startPostgres,
} from "../../../../scripts/postgres-test-server.ts";
import { memoryAdapterStore, postgresStore, sqliteStore } from "../testing/adapter-stores.ts";

describeAuditLog({ name: "Better Auth's adapter on node:sqlite", create: () => sqliteStore() });

describeAuditLog({ name: "Better Auth's adapter in memory", create: memoryAdapterStore });

let postgres: PostgresTestServer;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres.stop();
});

describeAuditLog({
  name: "Better Auth's adapter on PostgreSQL",
  create: () => postgresStore(postgres.connectionString),
});
