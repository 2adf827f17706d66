import type { DatabaseSync } from "node:sqlite";
import {
  AdapterKeyStore,
  type ApiKeyOptions,
  apiKey,
  getApiKeyEngine,
} from "@latchkey/better-auth";
import type { Hasher } from "@latchkey/core";
import { type BetterAuthOptions, type DBAdapter, betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { OWNER, authOptions } from "./database.ts";
import { draftOf, newKey } from "./key-draft.ts";

/** Latchkey on SQLite, and keys in it that no process has seen yet. */
export interface Installation {
  readonly auth: ReturnType<typeof latchkeyOn>;
  readonly engine: Awaited<ReturnType<typeof getApiKeyEngine>>;
  /** New keys of one owner, with hashes of this hasher. Straight into the table: no process has them in its cache. */
  readonly issue: (count: number, hasher: Hasher) => Promise<string[]>;
}

export async function install(
  database: DatabaseSync,
  options: ApiKeyOptions = {},
): Promise<Installation> {
  const auth = latchkeyOn(database, options);
  await (await getMigrations(auth.options)).runMigrations();
  const { user } = await auth.api.signUpEmail({ body: OWNER });
  const context: { adapter: unknown } = await auth.$context;
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- its type is of these options, the store takes one of any
  const adapter = context.adapter as DBAdapter;
  const store = new AdapterKeyStore(() => adapter);
  return {
    auth,
    engine: await getApiKeyEngine(auth),
    async issue(count, hasher) {
      const keys: string[] = [];
      // One transaction: this is not what is measured.
      database.exec("begin");
      for (let made = 0; made < count; made += 1) {
        const { key, start } = newKey();
        await store.insert(draftOf({ start, hash: await hasher.hash(key), referenceId: user.id }));
        keys.push(key);
      }
      database.exec("commit");
      return keys;
    },
  };
}

function latchkeyOn(database: BetterAuthOptions["database"], options: ApiKeyOptions) {
  return betterAuth({ ...authOptions(database), plugins: [apiKey(options)] });
}

/** What was measured is a key that works: a refusal would have been quicker. */
export async function assertValid(engine: Installation["engine"], key: string): Promise<void> {
  const verification = await engine.verify(key);
  if (!verification.valid) throw new Error(`A key was refused: ${verification.outcome}.`);
}
