import { getMigrations } from "better-auth/db/migration";
import type { Auth } from "./auth.ts";

/** Brings the database's tables to what this version needs. Changes nothing where they are that already. */
export async function migrate(auth: Auth): Promise<void> {
  const { runMigrations } = await getMigrations(auth.options);
  await runMigrations();
}
