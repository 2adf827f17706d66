import { getApiKeyEngine } from "@latchkey/better-auth";
import { systemClock } from "@latchkey/core";
import { createAuth } from "../auth/auth.ts";
import { migrate } from "../auth/migrate.ts";
import { parseConfig } from "../config/config.ts";
import { originsOf } from "../config/origins.ts";
import { openDataDirectory } from "../data/data-directory.ts";
import { createLogger } from "../log/logger.ts";
import type { CommandIo } from "./command.ts";

/**
 * Users and keys of the data directory that the environment names, for as long as `use` takes. The
 * server may be running on them meanwhile.
 *
 * @throws {StartError} where the directory cannot be used.
 */
export async function withInstallation<T>(
  { env, directory }: Pick<CommandIo, "env" | "directory">,
  use: (installation: Installation) => Promise<T>,
): Promise<T> {
  const config = parseConfig(env, directory);
  const data = openDataDirectory(config.dataDirectory);
  try {
    const installation = await openInstallation(config, data);
    try {
      return await use(installation);
    } finally {
      await installation.engine.close();
    }
  } finally {
    data.database.close();
  }
}

async function openInstallation(
  config: ReturnType<typeof parseConfig>,
  { database, secret }: ReturnType<typeof openDataDirectory>,
) {
  const { trustedProxies, webhookAllowedHosts } = config;
  const origins = originsOf(config, config.port);
  const log = createLogger();
  const auth = createAuth({
    database,
    secret,
    origins,
    trustedProxies,
    webhookAllowedHosts,
    clock: systemClock,
    log,
  });
  await migrate(auth);
  return { auth, engine: await getApiKeyEngine(auth) };
}

export type Installation = Awaited<ReturnType<typeof openInstallation>>;
