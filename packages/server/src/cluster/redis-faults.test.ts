import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { isServed, lastServedAfter, outcomes, percentile, select } from "../testing/answers.ts";
import { loadedClusterForFile } from "../testing/loaded-cluster.ts";
import { type Answer, type Load, startLoad } from "../testing/load.ts";
import type { CreatedKey } from "../testing/member.ts";

/** The one that is told of changes by nobody but Redis, and tells nobody otherwise: for the rest it looks each second. */
const DEAF = 2;
const SERVERS = [0, 1, DEAF];
const started = loadedClusterForFile({
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
/**
 * Milliseconds that the fastest of a few changes takes longer where Redis does not answer: it is told to others for half
 * a second at most. The fastest, since a machine that is busy otherwise makes any of them slower than that.
 */
const TOLD_FOR = 1_000;
const CHANGES = 4;
/** Milliseconds that a request waits for Redis at most. */
const DEADLINE = 100;
/** Milliseconds: two until it is connected to again, one until it is tried, and as much for a busy machine. */
const SHARED_AGAIN = 6_000;
/** Milliseconds of use after which a record is not read each second any more, but believed until a look tells otherwise. */
const BELIEVED_AFTER = 3_000;
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
const most = (numbers: readonly number[]): number => Math.max(...numbers);
const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** For how many milliseconds the keys have been used at each server. */
const usedFor = ({ answers }: Load): number =>
  least(
    SERVERS.map((server) => {
      const served = select(answers, { server }).filter(isServed);
      return (served.at(-1)?.beganAt ?? 0) - (served[0]?.beganAt ?? 0);
    }),
  );

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
    /** By server: until how many milliseconds after the answer it let the key through. */
    lag: () =>
      SERVERS.map((each) =>
        lastServedAfter(select(running.answers, { key, server: each }), answeredAt),
      ),
  };
}

/** Milliseconds that the fastest of a few changes of a key takes at a server. */
async function changing(at: number, { id }: CreatedKey): Promise<number> {
  const { member, server } = started();
  const there = member.at(server(at).url);
  const taken: number[] = [];
  for (let change = 0; change < CHANGES; change += 1) {
    const askedAt = performance.now();
    const answer = await there.call("POST", "/api-key/update", { keyId: id, name: `${change}` });
    expect(answer.status).toBe(200);
    taken.push(performance.now() - askedAt);
  }
  return least(taken);
}

/** No key is called another than it is, nobody gets an error, and everybody an answer. */
function expectSound({ answers }: Load, ...revokedKeys: readonly CreatedKey[]): void {
  const wrong = answers.filter(
    ({ status, code, key }) =>
      status !== 200 &&
      code !== "API_KEY_RATE_LIMITED" &&
      !(code === "API_KEY_REVOKED" && revokedKeys.some((revokedKey) => revokedKey.key === key)),
  );
  expect(outcomes(wrong)).toEqual({});
}

afterEach(async () => {
  const { cluster } = started();
  for (const { toRedis } of cluster.servers) toRedis?.heal();
  await cluster.redis?.start();
});

describe("Redis is killed", () => {
  test("limits go on in each process, revocations reach all within 1.5 s, and limits are shared again within 6 s of a new Redis", async () => {
    const { cluster, createKey, metric } = started();
    const [busy, limited, doomed] = [
      await createKey("Busy", UNREACHED),
      await createKey("Limited", LIMIT),
      await createKey("Doomed", UNREACHED),
    ];
    const running = load(busy, limited, doomed);
    await expect.poll(() => usedFor(running), SOON).toBeGreaterThan(BELIEVED_AFTER);
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
    const away = logged("Redis is away");
    expect(away).toEqual(logged("Redis is back").map((count) => count + 1));
    // None where this machine was so busy that Redis was missed before.
    const told = away.map((count, index) => count - (awayBefore[index] ?? 0));
    expect(most(told)).toBeLessThanOrEqual(1);

    const alone = during();
    await cluster.redis?.start();
    const answeringAt = performance.now();
    await expect.poll(readiness, SOON).toEqual(all(SHARED));
    const back = performance.now() - answeringAt;
    expect(await metric("latchkey_limits_shared")).toEqual([1, 1, 1]);
    await running.stop();

    expectSound(running, doomed);
    const passed = perServer(select(alone, { key: limited.key }), isServed);
    expect(most(passed)).toBeLessThanOrEqual(LIMIT);
    expect(most(revocation.lag())).toBeLessThan(REVOKED_EVERYWHERE);
    expect(back).toBeLessThan(SHARED_AGAIN);
  });
});

describe("Redis is slow", () => {
  test("no more than one request in twenty waits for it: p95 stays below the deadline of 100 ms", async () => {
    const { cluster, createKey, metric } = started();
    const running = load(await createKey("Patient", UNREACHED));
    await expect.poll(() => least(perServer(running.answers, isServed)), SOON).toBeGreaterThan(20);
    await expect.poll(readiness, SOON).toEqual(all(SHARED));
    const usual = percentile(running.answers, 95);

    const slowFrom = performance.now();
    for (const { toRedis } of cluster.servers) toRedis?.delay(5 * DEADLINE);
    const during = () => select(running.answers, { since: slowFrom });
    await expect.poll(() => least(perServer(during(), isServed)), SOON).toBeGreaterThan(200);
    expect(await metric("latchkey_limits_shared")).toEqual([0, 0, 0]);
    const slow = during();
    for (const { toRedis } of cluster.servers) toRedis?.heal();
    const healedAt = performance.now();
    await expect.poll(readiness, SOON).toEqual(all(SHARED));
    const back = performance.now() - healedAt;
    await running.stop();

    expectSound(running);
    // On a machine that is busy otherwise, requests take longer than that even so.
    expect(percentile(slow, 95)).toBeLessThan(Math.max(DEADLINE, usual));
    expect(back).toBeLessThan(SHARED_AGAIN);
  });
});

describe("one process is cut off from Redis, as if packets were lost", () => {
  test.each([
    ["that hears of changes from the database", 1],
    ["that looks for changes", DEAF],
  ])(
    "one %s counts by itself, the others together, and revocations pass both ways within 1.5 s",
    async (_, apart) => {
      const { createKey, server } = started();
      const [limited, inside, outside] = [
        await createKey("Limited", LIMIT),
        await createKey("Revoked inside", UNREACHED),
        await createKey("Revoked outside", UNREACHED),
      ];
      const running = load(inside, outside);
      await expect.poll(() => usedFor(running), SOON).toBeGreaterThan(BELIEVED_AFTER);
      await expect.poll(readiness, SOON).toEqual(all(SHARED));

      server(apart).toRedis?.hold();
      const state = SERVERS.map((index) => (index === apart ? ALONE : SHARED));
      await expect.poll(readiness, SOON).toEqual(state);
      const before = await fallbacks();
      const limiting = load(limited);
      const refused = () =>
        least(perServer(limiting.answers, ({ code }) => code === "API_KEY_RATE_LIMITED"));
      await expect.poll(refused, SOON).toBeGreaterThan(0);
      await limiting.stop();
      const alone = (await fallbacks()).map((count, index) => count - (before[index] ?? 0));
      const [longer, usual] = [await changing(apart, inside), await changing(0, inside)];
      const [fromInside, fromOutside] = [
        await revoked(apart, inside, running),
        await revoked(0, outside, running),
      ];
      server(apart).toRedis?.heal();
      const healedAt = performance.now();
      await expect.poll(readiness, SOON).toEqual(all(SHARED));
      const back = performance.now() - healedAt;
      await running.stop();

      expectSound(running, inside, outside);
      expectSound(limiting);
      const passed = perServer(limiting.answers, isServed);
      const isApart = (index: number): boolean => index === apart;
      expect(passed[apart]).toBeLessThanOrEqual(LIMIT);
      expect(sum(passed.filter((_count, index) => !isApart(index)))).toBeLessThanOrEqual(
        LIMIT + sum(alone.filter((_count, index) => !isApart(index))),
      );
      expect(longer - usual).toBeLessThan(TOLD_FOR);
      expect(most(fromInside.lag())).toBeLessThan(REVOKED_EVERYWHERE);
      expect(most(fromOutside.lag())).toBeLessThan(REVOKED_EVERYWHERE);
      expect(back).toBeLessThan(SHARED_AGAIN);
    },
  );
});

describe("Redis is emptied", () => {
  test("limits begin anew once: no more than twice as much passes; revoked keys stay revoked, and nobody gets an error", async () => {
    const { cluster, createKey } = started();
    const [limited, doomed] = [
      await createKey("Limited", LIMIT),
      await createKey("Doomed", UNREACHED),
    ];
    await expect.poll(readiness, SOON).toEqual(all(SHARED));
    const before = sum(await fallbacks());
    const running = load(limited, doomed);
    await expect.poll(() => least(perServer(running.answers, isServed)), SOON).toBeGreaterThan(0);
    const revocation = await revoked(0, doomed, running);
    const refusedSince = (since: number): number =>
      least(
        perServer(
          select(running.answers, { key: limited.key, since }),
          ({ code }) => code === "API_KEY_RATE_LIMITED",
        ),
      );
    await expect.poll(() => refusedSince(0), SOON).toBeGreaterThan(0);

    await cluster.redis?.empty();
    const anew = () =>
      select(running.answers, { key: limited.key }).filter(isServed).length >= 2 * LIMIT;
    await expect.poll(anew, SOON).toBe(true);
    const fullAt = performance.now();
    await expect.poll(() => refusedSince(fullAt), SOON).toBeGreaterThan(10);
    await running.stop();

    expectSound(running, doomed);
    const passed = select(running.answers, { key: limited.key }).filter(isServed).length;
    // What was counted elsewhere than in Redis, where this machine was too busy for it, does not belong here.
    const alone = sum(await fallbacks()) - before;
    expect(passed).toBeLessThanOrEqual(2 * LIMIT + alone);
    expect(most(revocation.lag())).toBeLessThan(REVOKED_EVERYWHERE);
  });
});

describe("messages are lost", () => {
  test("a revocation that its server could tell nobody of is seen by all within 1.5 s", async () => {
    const { createKey, metric, server } = started();
    const doomed = await createKey("Doomed", UNREACHED);
    await expect.poll(readiness, SOON).toEqual(all(SHARED));
    const running = load(doomed);
    await expect.poll(() => usedFor(running), SOON).toBeGreaterThan(BELIEVED_AFTER);
    const failed = () => metric("latchkey_change_messages_total", { what: "failed" });
    const before = await failed();

    server(DEAF).toRedis?.hold();
    const revocation = await revoked(DEAF, doomed, running);
    // What was held is not to arrive after all.
    server(DEAF).toRedis?.cut();
    server(DEAF).toRedis?.heal();
    await expect.poll(readiness, SOON).toEqual(all(SHARED));
    await running.stop();

    expectSound(running, doomed);
    const unsent = (await failed()).map((count, index) => count - (before[index] ?? 0));
    expect(unsent).toEqual([0, 0, 1]);
    expect(most(revocation.lag())).toBeLessThan(REVOKED_EVERYWHERE);
  });

  test("a revocation that is told while the others are not connected is seen by them within 1.5 s", async () => {
    const { createKey, metric, server } = started();
    const doomed = await createKey("Doomed", UNREACHED);
    await expect.poll(readiness, SOON).toEqual(all(SHARED));
    const running = load(doomed);
    await expect.poll(() => usedFor(running), SOON).toBeGreaterThan(BELIEVED_AFTER);
    const heard = () => metric("latchkey_change_messages_total", { what: "received" });
    const before = await heard();

    for (const index of [0, 1]) server(index).toRedis?.cut();
    // Told over Redis alone, to nobody.
    const revocation = await revoked(DEAF, doomed, running);
    for (const index of [0, 1]) server(index).toRedis?.heal();
    await expect.poll(readiness, SOON).toEqual(all(SHARED));
    await running.stop();

    expectSound(running, doomed);
    expect((await heard()).slice(0, 2)).toEqual(before.slice(0, 2));
    expect(most(revocation.lag())).toBeLessThan(REVOKED_EVERYWHERE);
  });
});
