import { once } from "node:events";
import { postgresStore, sqliteStore } from "./adapter-stores.ts";

/*
 * A process of its own on the SQLite file or the PostgreSQL that it is told of. It says when it is
 * ready, waits for a word, then adds 1 as many times as it is told to each of as many buckets, as
 * fast as it can, and ends.
 */

const [, , database = "", keyId = "", buckets = "", times = ""] = process.argv;
const opened = await (database.startsWith("postgres:")
  ? postgresStore(database, { keep: true })
  : sqliteStore(database));

process.stdout.write("ready\n");
await once(process.stdin, "data");
process.stdin.destroy();

for (let time = 0; time < Number(times); time += 1) {
  const adds = Array.from({ length: Number(buckets) }, (_, minute) =>
    opened.usage.add(
      { keyId, granularity: "minute", start: new Date(minute * 60_000) },
      { valid: 1, API_KEY_RATE_LIMITED: minute },
    ),
  );
  await Promise.all(adds);
}
await opened.dispose();
