import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  INSTALLATION_USAGE,
  type UsageCounts,
  USAGE_GRANULARITIES,
  createKeyEngine,
  sumCounts,
} from "@latchkey/core";
import { instantHasher } from "@latchkey/core/testing";
import { expect, it, onTestFinished } from "vitest";
import type { OpenedStores } from "../testing/adapter-stores.ts";
import { describeSharedDatabase } from "../testing/waiting-process.ts";

const CHILD = fileURLToPath(new URL("../testing/verify-and-log.ts", import.meta.url));

/** Starts a process that verifies and logs; `flushes` resolves when it has written so many times more. */
function verifying(database: string, key: string, log: string) {
  const args = ["--conditions=latchkey-source", CHILD, database, key, log];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const ended = once(child, "close");
  if (child.stdout === null) throw new Error("It has no output.");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const flushes = async (count: number) => {
    for (let seen = 0; seen < count; seen += 1) {
      expect((await lines.next()).done).toBe(false);
    }
  };
  return { child, ended, flushes };
}

type Counted = Record<string, number>;

/** What is in a log: all, and what is certainly in the database. */
function read(log: string): { logged: Counted; durable: Counted } {
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  const outcomes = lines.filter((line) => !line.startsWith("durable "));
  const last = lines.findLast((line) => line.startsWith("durable "));
  const durable = Number(last?.slice("durable ".length) ?? 0);
  return { logged: tally(outcomes), durable: tally(outcomes.slice(0, durable)) };
}

function tally(outcomes: readonly string[]): Counted {
  const counted: Counted = { valid: 0, API_KEY_FORBIDDEN: 0, API_KEY_INVALID: 0 };
  for (const outcome of outcomes) counted[outcome] = (counted[outcome] ?? 0) + 1;
  return counted;
}

/** What the database has by outcome, of the key and of the installation, in each granularity. */
async function stored({ usage }: OpenedStores, keyId: string): Promise<Partial<Counted>[]> {
  const period = { from: new Date(0), to: new Date(Date.UTC(2100, 0)) };
  return Promise.all(
    USAGE_GRANULARITIES.map(async (granularity) => {
      const ids = [keyId, INSTALLATION_USAGE];
      const buckets = await usage.read({ keyIds: ids, granularity, ...period });
      return buckets.reduce<UsageCounts>((sum, { counts }) => sumCounts(sum, counts), {});
    }),
  );
}

describeSharedDatabase((open) => {
  it(
    "of two processes one is killed: of its own at most what it had not written is missing, in each granularity, and nothing of the other's",
    { timeout: 240_000 },
    async () => {
      const { name, opened } = await open();
      const folder = mkdtempSync(join(tmpdir(), "latchkey-usage-"));
      onTestFinished(() => {
        rmSync(folder, { recursive: true, force: true });
      });
      const { key, record } = await createKeyEngine({
        store: opened.store,
        owners: { find: async (id) => ({ id }) },
        hasher: instantHasher(),
      }).create({ referenceId: "owner", rateLimit: { enabled: false } });
      const logs = [join(folder, "killed.log"), join(folder, "other.log")] as const;
      const killed = verifying(name, key, logs[0]);
      const other = verifying(name, key, logs[1]);

      await Promise.all([killed.flushes(3), other.flushes(3)]);
      killed.child.kill("SIGKILL");
      expect(await killed.ended).toEqual([null, "SIGKILL"]);
      await other.flushes(2);
      other.child.stdin?.write("end\n");
      expect(await other.ended).toEqual([0, null]);

      const [ofKilled, ofOther] = [read(logs[0]), read(logs[1])];
      expect(ofOther.durable).toEqual(ofOther.logged);
      expect(ofKilled.durable["valid"]).toBeGreaterThan(0);
      for (const counts of await stored(opened, record.id)) {
        for (const [outcome, logged] of Object.entries(ofKilled.logged)) {
          const counted = (counts[outcome] ?? 0) - (ofOther.logged[outcome] ?? 0);
          expect(counted).toBeGreaterThanOrEqual(ofKilled.durable[outcome] ?? 0);
          expect(counted).toBeLessThanOrEqual(logged);
        }
      }
    },
  );
});
