import { once } from "node:events";
import { createKeyEngine } from "@latchkey/core";
import { instantHasher } from "@latchkey/core/testing";
import { latchkeyRedis } from "@latchkey/redis";
import { postgresStore, sqliteStore } from "./adapter-stores.ts";

/*
 * A process of its own on the SQLite file or the PostgreSQL, and the Redis, that it is told of. It verifies the key so many
 * times, twenty at once, prints how often it passed, and waits with what it has in hand until it is killed.
 */

const [, , database = "", url = "", key = "", times = "0"] = process.argv;
const opened = await (database.startsWith("postgres:")
  ? postgresStore(database, { keep: true })
  : sqliteStore(database));
const redis = latchkeyRedis({ url }, { deadline: 30_000 });
await redis.ping();
const engine = createKeyEngine({
  store: opened.store,
  owners: { find: async (id) => ({ id }) },
  hasher: instantHasher(),
  quotaPool: redis.quotaPool,
});

let passed = 0;
for (let asked = 0; asked < Number(times); asked += 20) {
  const verifications = await Promise.all(Array.from({ length: 20 }, () => engine.verify(key)));
  passed += verifications.filter(({ valid }) => valid).length;
}
process.stdout.write(`${passed}\n`);
await once(process.stdin, "data");
