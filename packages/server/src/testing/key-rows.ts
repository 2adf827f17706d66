import { DatabaseSync } from "node:sqlite";
import { AdapterKeyStore, apiKey } from "@latchkey/better-auth";
import type { KeyDraft } from "@latchkey/core";
import { keyDraft } from "@latchkey/core/testing";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import type { Member } from "./member.ts";

/**
 * Puts keys straight into a server's database: as many as a test needs, of any age and state, without a
 * run of bcrypt for each. Nobody can use them; their owner can look at them.
 */
export async function insertKeys(
  databasePath: string,
  owner: Member,
  keys: readonly Partial<KeyDraft>[],
): Promise<void> {
  const referenceId = await owner.userId();
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
    const store = new AdapterKeyStore(() => adapter);
    // One for all: the disk is waited for once.
    database.exec("BEGIN IMMEDIATE");
    for (const key of keys) await store.insert(keyDraft({ ...key, referenceId }));
    database.exec("COMMIT");
  } finally {
    database.close();
  }
}
