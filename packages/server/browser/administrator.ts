import { DatabaseSync } from "node:sqlite";
import type { Member } from "../src/testing/member.ts";

/** Gives the member the role of administrators, as Better Auth's admin plugin does. */
export function makeAdministrator(databasePath: string, { email }: Member): void {
  const database = new DatabaseSync(databasePath, { timeout: 5_000 });
  try {
    database.prepare("update user set role = 'admin' where email = ?").run(email);
  } finally {
    database.close();
  }
}
