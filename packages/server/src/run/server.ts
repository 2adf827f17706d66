import { getApiKeyEngine, getApiKeyWebhooks, getClientAddress } from "@latchkey/better-auth";
import { requireApiKey } from "@latchkey/better-auth/guard";
import type { Clock, Permissions, Timers } from "@latchkey/core";
import { trace } from "@opentelemetry/api";
import { administratorIds } from "../auth/administrators.ts";
import { createAuth } from "../auth/auth.ts";
import { migrate } from "../auth/migrate.ts";
import type { Config } from "../config/config.ts";
import { originsOf } from "../config/origins.ts";
import { type Data, openDatabase } from "../data/open-database.ts";
import { type App, createApp } from "../http/app.ts";
import { type Listener, listen } from "../http/listener.ts";
import { metricsRoute } from "../http/metrics.ts";
import type { PageFiles } from "../http/page-files.ts";
import { verifyKeys } from "../http/verify/verify-keys.ts";
import { whoami } from "../http/whoami.ts";
import type { Logger } from "../log/logger.ts";
import { exposition } from "../metrics/exposition.ts";
import { API_VERSION, openApiDocument } from "../openapi/document.ts";
import { openSharedParts } from "./shared-parts.ts";

/** What the server takes from outside, beside its configuration. */
export interface ServerPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Logger;
  readonly page: PageFiles;
  /** What users may give to their keys. Nothing by default. */
  readonly grantable?: Permissions | undefined;
}

/** A server that answers. */
export interface RunningServer {
  /** The base URL, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /**
   * Takes no more requests, finishes those under way, writes what is still in memory and closes the
   * database. May be called more than once.
   */
  stop(): Promise<void>;
}

/** Throws a StartError with one sentence where the machine does not let it run. */
export async function startServer(config: Config, ports: ServerPorts): Promise<RunningServer> {
  const data = await openDatabase(config, ports);
  const answering = Promise.withResolvers<App>();
  // Of a failure the caller is told, whether or not a request was waiting.
  answering.promise.catch(() => undefined);
  let listener: Listener | null = null;
  try {
    // The port comes first: a second server on it should fail before it touches the tables.
    // What arrives before everything is in place waits.
    listener = await listen({
      ...config,
      fetch: async (request, bindings) => (await answering.promise).fetch(request, bindings),
    });
    const server = await assemble(config, ports, data, listener);
    answering.resolve(server.app);
    return server;
  } catch (error) {
    answering.reject(error);
    await listener?.close();
    await data.database.close();
    throw error;
  }
}

async function assemble(
  config: Config,
  { clock, timers, log, page, grantable }: ServerPorts,
  { database, secret }: Data,
  listener: Listener,
): Promise<RunningServer & { app: App }> {
  const origins = originsOf(config, listener.port);
  const { trustedProxies } = config;
  const administrators: string[] = [];
  const shared = await openSharedParts(config, log);
  const auth = createAuth({
    database,
    secret,
    origins,
    trustedProxies,
    clock,
    log,
    grantable,
    administratorIds: administrators,
    webhookAllowedHosts: config.webhookAllowedHosts,
    shared,
    revalidateAlways: config.revalidateAlways,
    // Whose spans go nowhere, until somebody registers where they go to.
    tracer: trace.getTracer("latchkey", API_VERSION),
  });
  await migrate(auth, database);
  administrators.push(...(await administratorIds(auth, config.administrators, log)));
  const engine = await getApiKeyEngine(auth);
  const webhooks = await getApiKeyWebhooks(auth);
  log.info({ database: database.kind, ...shared.said }, "running on");
  let stopping: Promise<void> | null = null;
  const app = createApp({
    authHandler: (request) => auth.handler(request),
    whoami: whoami(requireApiKey(auth, { references: "any" })),
    verifyKeys: verifyKeys({
      verify: (key, request) => engine.verify(key, request),
      addressOf: (headers) => getClientAddress(auth, headers),
    }),
    metrics: metricsRoute({
      exposition: exposition(API_VERSION, () => ({
        ...engine.metrics(),
        webhooks: webhooks.metrics(),
        isRedisReady: shared.isRedisReady(),
      })),
      token: config.metricsToken,
    }),
    // Once: deriving it takes longer than a request may hold up the others.
    openApi: JSON.stringify(openApiDocument(origins.url)),
    readiness: {
      isDraining: () => stopping !== null,
      isDatabaseAnswering: () => database.isAnswering(),
      isRedisReady: shared.isRedisReady,
    },
    page,
    behindProxy: trustedProxies.length > 0,
    log,
  });
  const stop = async () => {
    // Those who look at `/readyz` send nobody here any more when the port is closed.
    if (config.drainSeconds > 0) {
      await new Promise<void>((resolve) => {
        timers.after(config.drainSeconds * 1_000, resolve);
      });
    }
    await listener.close();
    await engine.close();
    await shared.close();
    await database.close();
  };
  return { app, url: origins.url, port: listener.port, stop: () => (stopping ??= stop()) };
}
