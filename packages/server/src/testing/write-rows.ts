import { DatabaseSync } from "node:sqlite";
import { apiKey } from "@latchkey/better-auth";
import { type BetterAuthOptions, type DBAdapter, betterAuth } from "better-auth";

/** Writes straight into a server's database, all at once: the disk is waited for once. */
export async function writeRows(
  databasePath: string,
  write: (adapter: DBAdapter) => Promise<void>,
): Promise<void> {
  const database = new DatabaseSync(databasePath, { timeout: 5_000 });
  const options: BetterAuthOptions = {
    database,
    secret: "only-to-write-rows-0123456789-ABCDEFGHIJ",
    baseURL: "http://localhost",
    logger: { disabled: true },
    plugins: [apiKey()],
  };
  try {
    const { adapter } = await betterAuth(options).$context;
    database.exec("BEGIN IMMEDIATE");
    await write(adapter);
    database.exec("COMMIT");
  } finally {
    database.close();
  }
}
