import { once } from "node:events";
import { createKeyEngine } from "@latchkey/core";
import { instantHasher } from "@latchkey/core/testing";
import { postgresStore, sqliteStore } from "./adapter-stores.ts";

/*
 * A process of its own on the SQLite file or the PostgreSQL that it is told of. It says when it is
 * ready, waits for the key, then verifies it, twenty at once, until its quota is used up, and prints how
 * often it passed. What it did not use goes back when it ends.
 */

const [, , database = ""] = process.argv;
const opened = await (database.startsWith("postgres:")
  ? postgresStore(database, { keep: true })
  : sqliteStore(database));
const engine = createKeyEngine({
  store: opened.store,
  owners: { find: async (id) => ({ id }) },
  hasher: instantHasher(),
});

process.stdout.write("ready\n");
const [word] = await once(process.stdin, "data");
process.stdin.destroy();
const key = String(word).trim();

let passed = 0;
let isExhausted = false;
while (!isExhausted) {
  const verifications = await Promise.all(Array.from({ length: 20 }, () => engine.verify(key)));
  for (const { outcome } of verifications) {
    if (outcome === "valid") passed += 1;
    else if (outcome === "API_KEY_QUOTA_EXCEEDED") isExhausted = true;
    else throw new Error(`A verification came to ${outcome}.`);
  }
}
await engine.close();
process.stdout.write(String(passed));
await opened.dispose();
