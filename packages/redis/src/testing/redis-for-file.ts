import { createClient } from "redis";
import { afterAll, beforeAll } from "vitest";
import { type RedisTestServer, startRedis } from "../../../../scripts/redis-test-server.ts";

/** Where the Redis is that a test file has for itself. Known once its tests run. */
export type RedisForFile = Pick<RedisTestServer, "url">;

/** A Redis of a test file's own: there before its first test, and gone after its last. */
export function redisForFile(): RedisForFile {
  let server: RedisTestServer | null = null;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => {
    await server?.stop();
  });
  return {
    get url() {
      if (server === null) throw new Error("Redis runs while tests do, not before.");
      return server.url;
    },
  };
}

/** A client of a Redis of a test file's own. */
export function clientForFile(): { readonly client: ReturnType<typeof createClient> } {
  const redis = redisForFile();
  let client: ReturnType<typeof createClient> | null = null;
  beforeAll(async () => {
    client = createClient({ url: redis.url });
    await client.connect();
  });
  afterAll(() => {
    client?.destroy();
  });
  return {
    get client() {
      if (client === null) throw new Error("Redis runs while tests do, not before.");
      return client;
    },
  };
}
