import { afterAll, beforeAll } from "vitest";
import {
  type Cluster,
  type ClusterOptions,
  startCluster,
} from "../../../../scripts/test-cluster.ts";
import { commandRun } from "./command-run.ts";
import { type LoadThread, startLoadThread } from "./load-thread.ts";
import type { CreatedKey, Member } from "./member.ts";
import { parsePrometheus } from "./prometheus-text.ts";
import { runSql } from "./run-sql.ts";

/** Several servers that all tests of a file share, and what an operator can do beside them. */
export interface ClusterForFile {
  /** @throws {Error} before the first test. */
  readonly running: Cluster;
  /** Runs one statement on their database. */
  sql(statement: string, values?: readonly unknown[]): Promise<void>;
  /**
   * Runs what holds as long as Redis answers servers in time, and once more, up to five times, where it failed
   * and one of them had counted alone meanwhile: a machine that is too busy says nothing of what they promise.
   */
  whileShared(attempt: (number: number) => Promise<void>): Promise<void>;
  /** How often servers have counted alone because Redis did not answer them in time. */
  fallbacks(): Promise<number>;
  /** A new key of this member that is held to no limit. */
  unlimitedKey(owner: Member): Promise<CreatedKey>;
  readonly load: LoadThread["load"];
  /** Runs `latchkey` with these arguments on their database. */
  command(...args: readonly string[]): ReturnType<typeof commandRun>;
}

const FALLBACKS = "latchkey_limiter_fallbacks_total";
const ATTEMPTS = 5;
const SECRET = "a secret of servers in tests, of 32 characters or more";

/** Starts a cluster before the first test of the file, and ends it after the last. */
export function clusterForFile({ variables = {}, ...options }: ClusterOptions): ClusterForFile {
  let cluster: Cluster | undefined;
  let thread: LoadThread | undefined;
  beforeAll(async () => {
    thread = startLoadThread();
    cluster = await startCluster({
      ...options,
      variables: (index) => ({
        LATCHKEY_SECRET: SECRET,
        ...(typeof variables === "function" ? variables(index) : variables),
      }),
    });
  });
  afterAll(async () => {
    await thread?.end();
    await cluster?.stop();
  });
  const running = (): Cluster => {
    if (cluster === undefined) throw new Error("The servers were not started.");
    return cluster;
  };
  const databaseUrl = () => running().database.connectionString;
  const fallbacks = async (): Promise<number> => {
    const texts = await Promise.all(
      running().servers.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()),
    );
    const counts = texts.map((text) => parsePrometheus(text).get(FALLBACKS)?.samples[0]?.value);
    return counts.reduce<number>((sum, count = Number.NaN) => sum + count, 0);
  };
  const sql: ClusterForFile["sql"] = async (statement, values) => {
    await runSql(databaseUrl(), statement, values);
  };
  return {
    get running() {
      return running();
    },
    fallbacks,
    async unlimitedKey(owner) {
      const created = await owner.createKey({ name: "unlimited" });
      await sql(`update apikey set "rateLimitEnabled" = false where id = $1`, [created.id]);
      return created;
    },
    async whileShared(attempt) {
      for (let number = 1; ; number += 1) {
        const before = await fallbacks();
        try {
          await attempt(number);
          return;
        } catch (error) {
          if (number === ATTEMPTS || (await fallbacks()) === before) throw error;
        }
      }
    },
    load(request) {
      if (thread === undefined) throw new Error("The thread was not started.");
      return thread.load(request);
    },
    sql,
    command: (...args) =>
      commandRun(args, { env: { DATABASE_URL: databaseUrl(), LATCHKEY_SECRET: SECRET } }),
  };
}
