import { createClient } from "redis";
import { expect, test } from "vitest";
import { findRedis } from "./redis-binary.ts";
import { startRedisCluster } from "./redis-test-cluster.ts";
import { type RedisTestServer, startRedis } from "./redis-test-server.ts";

async function client(server: Pick<RedisTestServer, "url">) {
  const opened = createClient({ url: server.url, socket: { reconnectStrategy: false } });
  // Stopping the server closes the connection from the other side, which the client reports as an error.
  opened.on("error", () => undefined);
  await opened.connect();
  return opened;
}

test("a started server answers who knows the password, and is gone once it is stopped", async () => {
  const server = await startRedis();
  try {
    const known = await client(server);
    expect(await known.ping()).toBe("PONG");
    const url = `redis://:another@127.0.0.1:${server.port}`;
    await expect(client({ url })).rejects.toThrow("WRONGPASS");
    known.destroy();
  } finally {
    await server.stop();
  }
  await expect(client(server)).rejects.toThrow("ECONNREFUSED");
  await expect(server.stop()).resolves.toBeUndefined();
});

test("another one is started in its place, empty", async () => {
  const before = await startRedis();
  const first = await client(before);
  await first.set("kept", "not");
  await before.stop();
  const after = await startRedis({ place: before });
  try {
    expect(after.url).toBe(before.url);
    const second = await client(after);
    expect(await second.get("kept")).toBeNull();
    second.destroy();
  } finally {
    await after.stop();
  }
});

test("a paused server does not answer before it is resumed", async () => {
  const server = await startRedis();
  try {
    const known = await client(server);
    const said: string[] = [];
    server.pause();
    const answer = known.ping().then(() => said.push("answered"));
    server.resume();
    said.push("resumed");
    await answer;
    expect(said).toEqual(["resumed", "answered"]);
    known.destroy();
  } finally {
    await server.stop();
  }
});

test("a cluster has all slots, shared out among its nodes", async () => {
  const cluster = await startRedisCluster(3);
  try {
    for (const node of cluster.nodes) {
      const known = await client(node);
      expect(await known.clusterInfo()).toContain("cluster_slots_assigned:16384");
      known.destroy();
    }
  } finally {
    await cluster.stop();
  }
});

test("no program is found where there is none", () => {
  expect(findRedis("/nowhere:/nowhere/else")).toBeNull();
});
