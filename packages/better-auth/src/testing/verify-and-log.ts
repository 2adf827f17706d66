import { appendFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { USAGE_INTERVAL, type UsageAddition, createKeyEngine } from "@latchkey/core";
import { instantHasher } from "@latchkey/core/testing";
import { AdapterUsageStore } from "../store/adapter-usage-store.ts";
import { postgresStore, sqliteStore } from "./adapter-stores.ts";

/*
 * A process of its own on the SQLite file or the PostgreSQL that it is told of. It verifies a key, with
 * and without a permission that it lacks, and what is nobody's key, until it is told to end or killed. Each verification is
 * in its log before it begins. When what had been answered until some moment is in the database, it is in the
 * log how many those were, and the process says so. It writes what it counted a hundred times
 * as often as others, and waits for the database a hundred times as long.
 */

const [, , database = "", key = "", log = ""] = process.argv;
const opened = await (database.startsWith("postgres:")
  ? postgresStore(database, { keep: true })
  : sqliteStore(database));

let answered = 0;

/** Says what has become durable. */
class TellingUsageStore extends AdapterUsageStore {
  override async addAll(
    additions: readonly UsageAddition[],
    added: (addition: UsageAddition) => void,
  ): Promise<void> {
    const before = answered;
    await super.addAll(additions, added);
    appendFileSync(log, `durable ${before}\n`);
    process.stdout.write(`${before}\n`);
  }
}

const engine = createKeyEngine({
  store: opened.store,
  usageStore: new TellingUsageStore(() => opened.adapter),
  owners: { find: async (id) => ({ id }) },
  hasher: instantHasher(),
  timers: {
    after: (milliseconds, run) => {
      const isFlush = milliseconds === USAGE_INTERVAL;
      const timer = setTimeout(run, isFlush ? milliseconds / 100 : milliseconds * 100);
      return () => {
        clearTimeout(timer);
      };
    },
  },
});

const lacking = { permissions: { files: ["read"] } };
const QUESTIONS = [
  { outcome: "valid", ask: () => engine.verify(key) },
  { outcome: "API_KEY_FORBIDDEN", ask: () => engine.verify(key, lacking) },
  { outcome: "API_KEY_INVALID", ask: () => engine.verify("nobody's key") },
] as const;

const end = new AbortController();
process.stdin.once("data", () => {
  end.abort();
});

while (!end.signal.aborted) {
  for (const { outcome, ask } of QUESTIONS) {
    appendFileSync(log, `${outcome}\n`);
    const verification = await ask();
    answered += 1;
    if (verification.outcome !== outcome) throw new Error(`It came to ${verification.outcome}.`);
  }
  await setImmediate();
}
process.stdin.destroy();
await engine.close();
await opened.dispose();
