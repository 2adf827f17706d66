import { bcryptHasher } from "@latchkey/core";
import { manualClock } from "@latchkey/core/testing";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { apiKey, getApiKeyEngine } from "../index.ts";
import { type Database, OLD_CONFIGURATIONS, installationOptions } from "./old-installation.ts";

/** The installation after the change of import: a process of its own each time. */
export async function newProcess(database: Database, clock = manualClock(Date.now())) {
  const auth = betterAuth({
    ...installationOptions(database),
    plugins: [
      apiKey(
        OLD_CONFIGURATIONS.map((configId) => ({ configId })),
        { clock, hasher: bcryptHasher({ cost: 4 }) },
      ),
    ],
  });
  const migrations = await getMigrations(auth.options);
  await migrations.runMigrations();
  const engine = await getApiKeyEngine(auth);
  const verify = async (key: string) => {
    const { valid, error, key: answered } = await auth.api.verifyApiKey({ body: { key } });
    return { outcome: valid ? "valid" : error.code, key: answered };
  };
  return { auth, clock, engine, verify, migrations };
}
