import { createClient } from "redis";
import { freePort } from "./free-port.ts";
import { type RedisTestServer, startRedis } from "./redis-test-server.ts";

/** A Redis Cluster of masters on loopback, empty, for one test file. */
export interface RedisTestCluster {
  readonly nodes: readonly RedisTestServer[];
  /** The same for all nodes. */
  readonly password: string;
  /** Kills all nodes. May be called more than once. */
  stop(): Promise<void>;
}

const SLOTS = 16_384;
const TIME_LIMIT_MS = 60_000;
const LOOK_AGAIN_MS = 50;

/** Starts a cluster of so many masters, each with its share of the slots, and waits until all know of all. */
export async function startRedisCluster(size: number): Promise<RedisTestCluster> {
  const nodes: RedisTestServer[] = [];
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  try {
    const first = await startNode();
    nodes.push(first);
    while (nodes.length < size) nodes.push(await startNode(first.password));
    await Promise.all(nodes.map((node, index) => join(node, index, nodes)));
    return { nodes, password: first.password, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startNode(password?: string): Promise<RedisTestServer> {
  // By default nodes talk on a port that is ten thousand higher, which there may not be.
  const settings = { "cluster-enabled": "yes", "cluster-port": String(await freePort()) };
  const place = password === undefined ? undefined : { port: await freePort(), password };
  return startRedis(place === undefined ? { settings } : { settings, place });
}

async function join(
  node: RedisTestServer,
  index: number,
  nodes: readonly RedisTestServer[],
): Promise<void> {
  const client = createClient({ url: node.url });
  await client.connect();
  try {
    const from = Math.ceil((SLOTS * index) / nodes.length);
    const to = Math.ceil((SLOTS * (index + 1)) / nodes.length) - 1;
    await client.sendCommand(["CLUSTER", "ADDSLOTSRANGE", String(from), String(to)]);
    for (const { port, settings } of nodes) {
      const bus = settings["cluster-port"] ?? "";
      await client.sendCommand(["CLUSTER", "MEET", "127.0.0.1", String(port), bus]);
    }
    const limit = Date.now() + TIME_LIMIT_MS;
    while (!(await client.clusterInfo()).includes("cluster_state:ok")) {
      if (Date.now() > limit) throw new Error("The nodes of the cluster did not find each other.");
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  } finally {
    client.destroy();
  }
}
