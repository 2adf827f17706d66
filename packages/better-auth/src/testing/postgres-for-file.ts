import { afterAll, beforeAll } from "vitest";
import {
  type PostgresTestDatabase,
  createDatabase,
} from "../../../../scripts/postgres-test-database.ts";

/** Where the PostgreSQL database is that a test file has for itself. Known once its tests run. */
export type PostgresForFile = Pick<PostgresTestDatabase, "connectionString">;

/** A PostgreSQL database of a test file's own: there before its first test, and gone after its last. */
export function postgresForFile(): PostgresForFile {
  let database: PostgresTestDatabase | null = null;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(async () => {
    await database?.drop();
  });
  return {
    get connectionString() {
      if (database === null) throw new Error("The database is there while tests run, not before.");
      return database.connectionString;
    },
  };
}
