import { afterEach } from "vitest";
import {
  type RedisPlace,
  type RedisTestServer,
  startRedis,
} from "../../../../scripts/redis-test-server.ts";
import {
  type LatchkeyRedis,
  type LatchkeyRedisOptions,
  type RedisSource,
  latchkeyRedis,
} from "../latchkey-redis.ts";

export interface RedisForTest {
  start(place?: RedisPlace): Promise<RedisTestServer>;
  /** What a process has that shares this Redis. */
  open(source: RedisSource, options?: LatchkeyRedisOptions): LatchkeyRedis;
}

/** Servers and processes of a test's own, which are gone after it. */
export function redisForTest(): RedisForTest {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });
  return {
    async start(place) {
      const server = await startRedis(place === undefined ? {} : { place });
      ends.push(() => server.stop());
      return server;
    },
    open(source, options) {
      const opened = latchkeyRedis(source, options);
      ends.push(() => opened.close());
      return opened;
    },
  };
}
