import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { isServed, lastServedAfter, outcomes, percentile, select } from "../testing/answers.ts";
import { clusterForFile } from "../testing/cluster-for-file.ts";
import { type Answer, type Load, startLoad } from "../testing/load.ts";
import type { CreatedKey } from "../testing/member.ts";

/** The one that is told of changes by nobody but Redis, and tells nobody otherwise: for the rest it looks each second. */
const DEAF = 2;
const SERVERS = [0, 1, DEAF];
const started = clusterForFile({
  count: SERVERS.length,
  redis: true,
  variables: (index) => (index === DEAF ? { LATCHKEY_LISTEN_URL: "off" } : {}),
});

/** Requests per minute: what keys have for which nothing else is said. */
const LIMIT = 100;
/** Requests per minute: more than any test makes. */
const UNREACHED = 1_000_000;
/** Milliseconds from the answer to a revocation until no server lets the key through: a look each second, and half of one. */
const REVOKED_EVERYWHERE = 1_500;
/** Milliseconds: others are told for half a second at most, beside what the operation takes itself. */
const OPERATION = 1_000;
/** Milliseconds that a request waits for Redis at most. */
const DEADLINE = 100;
/** Milliseconds: two until it is connected to again, one until it is tried, and as much for a busy machine. */
const SHARED_AGAIN = 6_000;
/** How long something is waited for that has no bound of its own: far more than it takes. */
const SOON = { timeout: 60_000, interval: 50 };

/** Requests with these keys to all servers, until the test has ended. */
function load(...keys: readonly CreatedKey[]): Load {
  const running = startLoad({ urls: started().urls, keys: keys.map(({ key }) => key) });
  onTestFinished(() => running.stop());
  return running;
}

/** For each server how many of the answers are such. */
const perServer = (answers: readonly Answer[], wanted: (answer: Answer) => boolean): number[] =>
  SERVERS.map((server) => select(answers, { server }).filter(wanted).length);

const least = (numbers: readonly number[]): number => Math.min(...numbers);
const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

const fallbacks = (): Promise<number[]> => started().metric("latchkey_limiter_fallbacks_total");

async function readiness(): Promise<unknown[]> {
  const answers = await Promise.all(started().urls.map((url) => fetch(`${url}/readyz`)));
  return Promise.all(answers.map(async (answer) => [answer.status, await answer.json()]));
}
const SHARED = [200, { status: "ready", database: "ok", redis: "ok", limits: "shared" }];
const ALONE = [200, { status: "ready", database: "ok", redis: "away", limits: "per process" }];
const all = (state: unknown): unknown[] => SERVERS.map(() => state);

/** How many lines of each server's log have this text. */
const logged = (text: string): number[] =>
  SERVERS.map((index) => started().server(index).process.output.stderr.split(text).length - 1);

/** Revokes a key at one server while it is used at all. */
async function revoked(at: number, { key, id }: CreatedKey, running: Load) {
  const { member, server } = started();
  const askedAt = performance.now();
  await member.at(server(at).url).revokeKey(id);
  const answeredAt = performance.now();
  const refused = () =>
    least(
      perServer(
        select(running.answers, { key, since: answeredAt }),
        ({ code }) => code === "API_KEY_REVOKED",
      ),
    );
  await expect.poll(refused, SOON).toBeGreaterThan(10);
  return {
    operation: answeredAt - askedAt,
    /** By server: until when it still let the key through. */
    lag: () =>
      SERVERS.map((server) =>
        lastServedAfter(select(running.answers, { key, server }), answeredAt),
      ),
  };
}

/** No key is called another than it is, nobody gets an error, and everybody an answer. */
function expectSound({ answers }: Load, revokedKey?: CreatedKey): void {
  const wrong = answers.filter(
    ({ status, code, key }) =>
      status !== 200 &&
      code !== "API_KEY_RATE_LIMITED" &&
      !(code === "API_KEY_REVOKED" && key === revokedKey?.key),
  );
  expect(outcomes(wrong)).toEqual({});
}

afterEach(async () => {
  const { cluster } = started();
  for (const { toRedis } of cluster.servers) toRedis?.heal();
});

const said: string[] = [];
const report = (text: string) => said.push(text);
afterEach(() => console.log(said.splice(0).join("\n")));

describe("Redis is killed", () => {
  test("limits go on in each process, revocations reach all within 1.5 s, and limits are shared again within 6 s of a new Redis", async () => {
    const { cluster, createKey, metric } = started();
    const [busy, limited, doomed] = [
      await createKey("Busy", UNREACHED),
      await createKey("Limited", LIMIT),
      await createKey("Doomed", UNREACHED),
    ];
    const running = load(busy, limited, doomed);
    await expect.poll(() => least(perServer(running.answers, isServed)), SOON).toBeGreaterThan(20);
    await expect.poll(readiness, SOON).toEqual(all(SHARED));
    const before = await fallbacks();
    const awayBefore = logged("Redis is away");

    await cluster.redis?.kill();
    const killedAt = performance.now();
    await expect.poll(readiness, SOON).toEqual(all(ALONE));
    const during = () => select(running.answers, { since: killedAt });
    const limitedHere = (): number =>
      least(
        perServer(
          select(during(), { key: limited.key }),
          ({ code }) => code === "API_KEY_RATE_LIMITED",
        ),
      );
    await expect.poll(limitedHere, SOON).toBeGreaterThan(0);
    expect(await metric("latchkey_limits_shared")).toEqual([0, 0, 0]);
    const grown = (await fallbacks()).map((count, index) => count - (before[index] ?? 0));
    expect(least(grown)).toBeGreaterThan(LIMIT);
    const revocation = await revoked(0, doomed, running);
    const away = logged("Redis is away").map((count, index) => count - (awayBefore[index] ?? 0));
    expect(away).toEqual([1, 1, 1]);

    const restartedAt = performance.now();
    const alone = [...during()];
    await cluster.redis?.start();
    const answeringAt = performance.now();
    await expect.poll(readiness, SOON).toEqual(all(SHARED));
    const back = performance.now() - answeringAt;
    expect(await metric("latchkey_limits_shared")).toEqual([1, 1, 1]);
    await running.stop();

    expectSound(running, doomed);
    const passed = perServer(select(alone, { key: limited.key }), isServed);
    expect(Math.max(...passed)).toBeLessThanOrEqual(LIMIT);
    expect(Math.max(...revocation.lag())).toBeLessThan(REVOKED_EVERYWHERE);
    expect(back).toBeLessThan(SHARED_AGAIN);
    report(
      JSON.stringify({
        fault: "killed",
        ms: restartedAt - killedAt,
        during: outcomes(alone),
        passed,
        grown,
        operation: revocation.operation,
        lag: revocation.lag(),
        back,
      }),
    );
  });
});
