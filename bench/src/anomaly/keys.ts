import { DatabaseSync } from "node:sqlite";
import { AdapterKeyStore, AdapterUsageStore, apiKey, getApiKeyEngine } from "@latchkey/better-auth";
import { keyDraft, manualClock, manualTimers } from "@latchkey/core/testing";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { environment } from "../environment.ts";

/*
 * What it costs to watch 1,000 keys on SQLite, each of which is used in every minute: the sweep of an engine, with
 * and without, by the clock and in statements.
 */

const KEYS = 1_000;
const BEGUN_AT_ONCE = 20;
const MINUTE = 60_000;
const STRETCH = 5;

const database = new DatabaseSync(":memory:");
let statements = 0;
const prepare = database.prepare.bind(database);
database.prepare = (sql) => {
  statements += 1;
  return prepare(sql);
};

const clock = manualClock();

/** As one process has it; its timers never run out. */
function optionsWith(enabled: boolean): BetterAuthOptions {
  return {
    database,
    secret: "only-for-benchmarks-0123456789-ABCDEFGHIJ",
    baseURL: "http://localhost:3000",
    logger: { disabled: true },
    plugins: [
      apiKey({
        clock,
        timers: manualTimers(),
        alerts: { anomaly: { enabled } },
        webhooks: { deliver: false },
      }),
    ],
  };
}

const engineWith = async (enabled: boolean) => getApiKeyEngine(betterAuth(optionsWith(enabled)));

await (await getMigrations(optionsWith(true))).runMigrations();
const { adapter } = await betterAuth(optionsWith(true)).$context;
const store = new AdapterKeyStore(() => adapter);
const usageStore = new AdapterUsageStore(() => adapter);

const ids: string[] = [];
for (let key = 0; key < KEYS; key += 1) ids.push((await store.insert(keyDraft())).id);

/** Each of these keys is used in so many minutes of the last five. */
async function use(
  keyIds: readonly string[],
  minutes: number,
  before = clock.now(),
): Promise<void> {
  for (let ago = 1; ago <= minutes; ago += 1) {
    const start = new Date(before - ago * MINUTE);
    const additions = keyIds.map((keyId) => ({
      bucket: { keyId, granularity: "minute" as const, start },
      counts: { valid: 20 + Math.floor(Math.random() * 20) },
    }));
    await usageStore.addAll(additions, () => undefined);
  }
}

type Engine = Awaited<ReturnType<typeof engineWith>>;

/** Five minutes, at the end of which there is something to look at. */
async function pass(engine: Engine, keyIds: readonly string[], minutes: number) {
  for (let third = 0; third < 3; third += 1) {
    clock.advance((STRETCH * MINUTE) / 3);
    if (third < 2) await engine.alerts.sweep();
  }
  await use(keyIds, minutes, clock.now() - 15_000);
  return timed(engine);
}

async function timed(engine: Engine) {
  const [began, before] = [performance.now(), statements];
  await engine.alerts.sweep();
  return { ms: performance.now() - began, statements: statements - before };
}

type Cost = Awaited<ReturnType<typeof timed>>;
const median = (costs: readonly Cost[]) =>
  costs.toSorted((one, other) => one.ms - other.ms)[Math.floor(costs.length / 2)];
clock.advance(15_000);
const early = ids.slice(BEGUN_AT_ONCE);
const late = ids.slice(0, BEGUN_AT_ONCE);
const first = await engineWith(true);
for (let from = 0; from < early.length; from += BEGUN_AT_ONCE) {
  await pass(first, early.slice(from, from + BEGUN_AT_ONCE), 1);
}
await use(late, 4 * 60, clock.now() - 15_000);
const begun = await pass(first, ids, STRETCH);
const usual: Cost[] = [];
for (let look = 0; look < 3; look += 1) usual.push(await pass(first, ids, STRETCH));
const nothingNew = await timed(first);
await first.close();
const second = await engineWith(true);
const restarted = await timed(second);
const without: Cost[] = [];
const third = await engineWith(false);
for (let look = 0; look < 3; look += 1) without.push(await pass(third, ids, STRETCH));
const sizes = database
  .prepare(
    "select round(avg(length(value))) mean, max(length(value)) most from apikeyRegister where name like 'alerts-anomaly-%'",
  )
  .get();
database.close();

const LINES = [
  ["every five minutes: looks at what has ended", median(usual)],
  ["in between: nothing has ended", nothingNew],
  ["every five minutes, without watching", median(without)],
  ["20 keys begin to be watched, with four hours of minutes each", begun],
  ["the first after a restart: reads what was written down", restarted],
] as const;
const { node, cpu, cores } = environment();
process.stdout.write(`Node ${node}, ${cores} cores of ${cpu}:\n\n`);
process.stdout.write(
  `| a sweep over ${KEYS} keys that are used in every minute | ms | statements |\n`,
);
process.stdout.write("| --- | --- | --- |\n");
for (const [name, cost] of LINES) {
  process.stdout.write(`| ${name} | ${cost?.ms.toFixed(0)} | ${cost?.statements} |\n`);
}
process.stdout.write(`\nCharacters that a key is written down in: ${JSON.stringify(sizes)}\n`);
