import { afterAll, beforeAll } from "vitest";
import {
  type PostgresTestServer,
  startPostgres,
} from "../../../../scripts/postgres-test-server.ts";

/** Where the PostgreSQL is that a test file has for itself. Known once its tests run. */
export type PostgresForFile = Pick<PostgresTestServer, "connectionString">;

/** A PostgreSQL of a test file's own: there before its first test, and gone after its last. */
export function postgresForFile(): PostgresForFile {
  let server: PostgresTestServer | null = null;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    await server?.stop();
  });
  return {
    get connectionString() {
      if (server === null) throw new Error("PostgreSQL runs while tests do, not before.");
      return server.connectionString;
    },
  };
}
