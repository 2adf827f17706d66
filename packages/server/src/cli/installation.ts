import { getApiKeyEngine } from "@latchkey/better-auth";
import { systemClock, systemTimers } from "@latchkey/core";
import { createAuth } from "../auth/auth.ts";
import { migrate } from "../auth/migrate.ts";
import { parseConfig } from "../config/config.ts";
import { originsOf } from "../config/origins.ts";
import { type Data, openDatabase } from "../data/open-database.ts";
import { type Logger, createLogger } from "../log/logger.ts";
import { type SharedParts, openSharedParts } from "../run/shared-parts.ts";
import type { CommandIo } from "./command.ts";

/**
 * Users and keys of the database that the environment names, for as long as `use` takes. Servers may be
 * running on it meanwhile: what is changed here they see as they see what others of them change.
 *
 * @throws {StartError} where it cannot be used.
 */
export async function withInstallation<T>(
  { env, directory }: Pick<CommandIo, "env" | "directory">,
  use: (installation: Installation) => Promise<T>,
): Promise<T> {
  const config = parseConfig(env, directory);
  const log = createLogger();
  const data = await openDatabase(config, { log, timers: systemTimers });
  try {
    const shared = await openSharedParts(config, log);
    try {
      const installation = await openInstallation(config, data, { shared, log });
      try {
        return await use(installation);
      } finally {
        await installation.engine.close();
      }
    } finally {
      await shared.close();
    }
  } finally {
    await data.database.close();
  }
}

async function openInstallation(
  config: ReturnType<typeof parseConfig>,
  { database, secret }: Data,
  { shared, log }: { readonly shared: SharedParts; readonly log: Logger },
) {
  const { trustedProxies, webhookAllowedHosts } = config;
  const origins = originsOf(config, config.port);
  const auth = createAuth({
    database,
    secret,
    origins,
    trustedProxies,
    webhookAllowedHosts,
    clock: systemClock,
    log,
    shared,
  });
  await migrate(auth, database);
  return { auth, engine: await getApiKeyEngine(auth) };
}

export type Installation = Awaited<ReturnType<typeof openInstallation>>;
