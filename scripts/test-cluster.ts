import { randomBytes } from "node:crypto";
import { createClient } from "redis";
import { type ServerProcess, startProcess } from "../packages/server/src/testing/server-process.ts";
import { type FaultyProxy, startFaultyProxy } from "./faulty-proxy.ts";
import { type PostgresTestServer, startPostgres } from "./postgres-test-server.ts";
import { type RedisPlace, type RedisTestServer, startRedis } from "./redis-test-server.ts";

/** One process of several, with a network of its own to the database and to Redis. */
export interface ClusterServer {
  /** The same after a restart. */
  readonly url: string;
  readonly toDatabase: FaultyProxy;
  /** `null` where there is no Redis. */
  readonly toRedis: FaultyProxy | null;
  readonly process: ServerProcess;
  /** Asks the process to stop, waits until it has, and starts another in its place. */
  restart(): Promise<void>;
  /** Sends the signal, and waits for the end of the process. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** As a machine does that stands still: the process neither answers nor ends. */
  pause(): void;
  resume(): void;
}

/** Several real servers on one real database, and on one Redis if there is to be one. */
export interface Cluster {
  readonly servers: readonly [ClusterServer, ClusterServer, ...ClusterServer[]];
  readonly database: PostgresTestServer;
  readonly redis: ClusterRedis | null;
  stop(): Promise<void>;
}

export interface ClusterRedis {
  readonly server: RedisTestServer;
  /** Kills it, with all that it holds. */
  kill(): Promise<void>;
  /** Starts an empty one in its place; does nothing where one runs. */
  start(): Promise<void>;
  /** Removes all that it holds, while it runs. */
  empty(): Promise<void>;
}

export interface ClusterOptions {
  /** 2 or more; 3 by default. */
  readonly count?: number;
  readonly redis?: boolean;
  /** For all servers, or for each by its index. */
  readonly variables?:
    Readonly<Record<string, string>> | ((index: number) => Readonly<Record<string, string>>);
}

export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { count = 3, variables = {} } = options;
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const each of started.toReversed()) await each.stop();
  };
  try {
    const database = await startPostgres();
    started.push(database);
    const redis = options.redis === true ? await clusterRedis() : null;
    if (redis !== null) started.push({ stop: () => redis.kill() });
    const secret = randomBytes(32).toString("base64url");
    const starting = Array.from({ length: count }, async (_, index) => {
      const more = typeof variables === "function" ? variables(index) : variables;
      const network = await networkOf(database, redis);
      started.push({ stop: () => network.stop() });
      const server = await startServer(network, { LATCHKEY_SECRET: secret, ...more });
      started.push({ stop: () => server.end("SIGKILL") });
      return server;
    });
    // All of them, or a failure would leave behind those that come up after it.
    const outcomes = await Promise.allSettled(starting);
    const failure = outcomes.find((outcome) => outcome.status === "rejected");
    if (failure !== undefined) throw failure.reason;
    const [first, second, ...others] = await Promise.all(starting);
    if (first === undefined || second === undefined) throw new Error("A cluster has two or more.");
    return { servers: [first, second, ...others], database, redis, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Network {
  readonly toDatabase: FaultyProxy;
  readonly toRedis: FaultyProxy | null;
  /** The variables that lead a server through it. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

async function networkOf(
  database: PostgresTestServer,
  redis: ClusterRedis | null,
): Promise<Network> {
  const databaseUrl = new URL(database.connectionString);
  const toDatabase = await startFaultyProxy({ target: Number(databaseUrl.port) });
  databaseUrl.port = String(toDatabase.port);
  if (redis === null) {
    const variables = { DATABASE_URL: databaseUrl.href };
    return { toDatabase, toRedis: null, variables, stop: () => toDatabase.stop() };
  }
  const redisUrl = new URL(redis.server.url);
  const toRedis = await startFaultyProxy({ target: Number(redisUrl.port) });
  redisUrl.port = String(toRedis.port);
  return {
    toDatabase,
    toRedis,
    variables: { DATABASE_URL: databaseUrl.href, REDIS_URL: redisUrl.href },
    stop: async () => {
      await Promise.all([toDatabase.stop(), toRedis.stop()]);
    },
  };
}

async function startServer(
  { toDatabase, toRedis, variables }: Network,
  more: Readonly<Record<string, string>>,
): Promise<ClusterServer> {
  const settings = {
    // So that members come from different addresses, and are not taken for a flood.
    LATCHKEY_TRUSTED_PROXIES: "127.0.0.1",
    ...variables,
    ...more,
  };
  let process = await startProcess(settings);
  const { url } = process;
  const end = async (signal: NodeJS.Signals) => {
    // A process that stands still hears of nothing but its end.
    process.kill(signal);
    await process.ended;
  };
  return {
    url,
    toDatabase,
    toRedis,
    get process() {
      return process;
    },
    end,
    async restart() {
      await end("SIGTERM");
      process = await startProcess({ ...settings, PORT: new URL(url).port });
    },
    pause() {
      process.kill("SIGSTOP");
    },
    resume() {
      process.kill("SIGCONT");
    },
  };
}

async function clusterRedis(): Promise<ClusterRedis> {
  let server = await startRedis();
  const place: RedisPlace = { port: server.port, password: server.password };
  let isRunning = true;
  return {
    get server() {
      return server;
    },
    async kill() {
      isRunning = false;
      await server.stop();
    },
    async start() {
      if (isRunning) return;
      server = await startRedis({ place });
      isRunning = true;
    },
    async empty() {
      const administrator = createClient({ url: server.url });
      await administrator.connect();
      await administrator.flushAll();
      administrator.destroy();
    },
  };
}
