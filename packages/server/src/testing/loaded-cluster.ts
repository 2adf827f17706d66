import { afterAll, beforeAll } from "vitest";
import {
  type Cluster,
  type ClusterOptions,
  type ClusterServer,
  startCluster,
} from "../../../../scripts/test-cluster.ts";
import { type CreatedKey, type Member, signUp } from "./member.ts";
import { parsePrometheus } from "./prometheus-text.ts";
import { runSql } from "./run-sql.ts";

/** Servers that all tests of a file share, and somebody who has keys there. */
export interface FileCluster {
  readonly cluster: Cluster;
  readonly urls: readonly string[];
  readonly member: Member;
  /** The server with this index. */
  server(this: void, index: number): ClusterServer;
  /** A key that nobody has used yet, with a limit of so many requests per minute. */
  createKey(this: void, name: string, limit: number): Promise<CreatedKey>;
  /** What the servers show of a metric, one by one: the sum of its samples that have these labels. */
  metric(this: void, name: string, labels?: Readonly<Record<string, string>>): Promise<number[]>;
  /** What the database answers. */
  query(
    this: void,
    statement: string,
    values?: readonly unknown[],
  ): Promise<readonly Record<string, unknown>[]>;
}

/** Starts it before the tests of a file, and ends it after them. */
export function loadedClusterForFile(options: ClusterOptions): () => FileCluster {
  let started: FileCluster | undefined;
  let cluster: Cluster | undefined;
  beforeAll(async () => {
    cluster = await startCluster(options);
    started = fileCluster(cluster, await signUp(cluster.servers[0].url, "Ann"));
  });
  afterAll(() => cluster?.stop());
  return () => {
    if (started === undefined) throw new Error("The cluster was not started.");
    return started;
  };
}

function fileCluster(cluster: Cluster, member: Member): FileCluster {
  const urls = cluster.servers.map(({ url }) => url);
  const query: FileCluster["query"] = (statement, values) =>
    runSql(cluster.database.connectionString, statement, values);
  return {
    cluster,
    urls,
    member,
    query,
    server(index) {
      const server = cluster.servers[index];
      if (server === undefined) throw new Error(`There is no server ${index}.`);
      return server;
    },
    async createKey(name, limit) {
      const created = await member.createKey({ name });
      // Users cannot raise it. No server has read the key yet.
      await query(`update apikey set "rateLimitMax" = $1 where id = $2`, [limit, created.id]);
      return created;
    },
    metric: (name, labels = {}) => Promise.all(urls.map((url) => sumOf(url, name, labels))),
  };
}

async function sumOf(url: string, name: string, labels: Readonly<Record<string, string>>) {
  const answer = await fetch(`${url}/metrics`);
  let sum = 0;
  for (const { samples } of parsePrometheus(await answer.text()).values()) {
    for (const sample of samples) {
      const hasAll = Object.entries(labels).every(
        ([label, value]) => sample.labels[label] === value,
      );
      if (sample.name === name && hasAll) sum += sample.value;
    }
  }
  return sum;
}
