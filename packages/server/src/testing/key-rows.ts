import { AdapterKeyStore } from "@latchkey/better-auth";
import type { KeyDraft } from "@latchkey/core";
import { keyDraft } from "@latchkey/core/testing";
import type { Member } from "./member.ts";
import { writeRows } from "./write-rows.ts";

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
  await writeRows(databasePath, async (adapter) => {
    const store = new AdapterKeyStore(() => adapter);
    for (const key of keys) await store.insert(keyDraft({ ...key, referenceId }));
  });
}
