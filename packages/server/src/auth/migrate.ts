import { getMigrations } from "better-auth/db/migration";
import type { Database } from "../data/database.ts";
import type { Auth } from "./auth.ts";

/**
 * Brings the database's tables to what this version needs. Changes nothing where they are that already. Of
 * several servers that start at once one does so, and the others wait.
 */
export async function migrate(auth: Auth, database: Pick<Database, "migrating">): Promise<void> {
  await database.migrating(async (source) => {
    const { runMigrations } = await getMigrations({ ...auth.options, database: source });
    await runMigrations();
  });
}
