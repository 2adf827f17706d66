import { beforeAll, describe, expect, test } from "vitest";
import { clusterForFile } from "../testing/cluster-for-file.ts";
import { steadyNow, tally } from "../testing/load-thread.ts";
import type { Answered } from "../testing/load-worker.ts";
import { type CreatedKey, type Member, signUp } from "../testing/member.ts";

const TRIALS = 20;
/** Verifications under way at a time, of one key at one server. */
const AT_ONCE = 16;
/** How many are seen that were begun after the change was known there. */
const AFTERWARDS = 2 * AT_ONCE;
/** Milliseconds after which no server believes any more what another has changed, whatever is lost on the way. */
const BOUND = 1_500;

// No notifications of the database: there is what Redis tells, or what is looked for.
const cluster = clusterForFile({ redis: true, variables: { LATCHKEY_LISTEN_URL: "off" } });

const CHANGES = ["revoke", "delete"] as const;
type Change = (typeof CHANGES)[number];

let owner: Member;
const unused: CreatedKey[] = [];

beforeAll(async () => {
  owner = await signUp(cluster.running.servers[0].url, "Owner");
  const making = Array.from({ length: 2 * CHANGES.length * TRIALS }, (_, at) =>
    // As many requests as the load makes are far within that.
    owner.createKey({ name: `trial ${at}`, metadata: { rateLimit: 10_000 } }),
  );
  unused.push(...(await Promise.all(making)));
});

interface Trial {
  /** When the change was answered, by `steadyNow`. */
  readonly changedAt: number;
  readonly answered: readonly Answered[];
}

const until = (isSo: () => boolean) =>
  expect.poll(isSo, { timeout: 60_000, interval: 10 }).toBe(true);

/**
 * Changes a key while others are asked about it: at once, while they still have to prove it, or when they have
 * accepted it. Goes on until each has refused it, and for at least so many milliseconds.
 */
async function trial(
  change: Change,
  { at, asked, atLeast }: { at: number; asked: readonly string[]; atLeast: number },
): Promise<Trial> {
  const created = unused.pop();
  if (created === undefined) throw new Error("There are not enough keys.");
  const { id, key } = created;
  const loads = asked.map((url) => cluster.load({ url, key, atOnce: AT_ONCE }));
  if (at % 2 === 1) {
    await until(() => loads.every(({ answered }) => answered.length > AT_ONCE));
  }
  expect((await owner.call("POST", `/api-key/${change}`, { keyId: id })).status).toBe(200);
  const changedAt = steadyNow();
  const refusedLater = ({ answered }: (typeof loads)[number]) =>
    answered.filter(({ status, beganAt }) => status === 401 && beganAt > changedAt).length;
  await until(() => steadyNow() >= changedAt + atLeast);
  await until(() => loads.every((load) => refusedLater(load) > AFTERWARDS));
  const answered = (await Promise.all(loads.map((load) => load.stop()))).flat();
  return { changedAt, answered };
}

/** Accepted though begun after the same server had refused the key. */
function returned(answered: readonly Answered[]): readonly Answered[] {
  return [...Map.groupBy(answered, ({ url }) => url).values()].flatMap((ofOne) => {
    const refusedAt = Math.min(
      ...ofOne.filter(({ status }) => status === 401).map(({ endedAt }) => endedAt),
    );
    return ofOne.filter(({ status, beganAt }) => status === 200 && beganAt > refusedAt);
  });
}

const acceptedAfter = (answered: readonly Answered[], moment: number) =>
  answered.filter(({ status, beganAt }) => status === 200 && beganAt > moment);

/** Yes or no was answered, or that it could not be told in time: a machine may be too busy. */
function assertNoFault(answered: readonly Answered[]): void {
  for (const status of Object.keys(tally(answered)))
    expect(["200", "401", "503"]).toContain(status);
}

const others = () => cluster.running.servers.slice(1).map(({ url }) => url);

describe("with Redis, no verification is accepted that is begun after the answer", () => {
  test.each(CHANGES)(`%s, in ${TRIALS} trials`, async (change) => {
    const notTold: number[] = [];
    let before = await cluster.fallbacks();
    for (let at = 0; at < TRIALS; at += 1) {
      const { changedAt, answered } = await trial(change, { at, asked: others(), atLeast: 0 });
      assertNoFault(answered);
      expect(returned(answered)).toEqual([]);
      // Where Redis did not answer in time, another bound holds.
      const after = await cluster.fallbacks();
      const isAlone = after > before;
      before = after;
      if (isAlone) notTold.push(at);
      expect(acceptedAfter(answered, changedAt + (isAlone ? BOUND : 0))).toEqual([]);
    }
    expect(notTold.length).toBeLessThan(TRIALS);
  });
});

describe(`by looking for changes alone, none is accepted that is begun ${BOUND} ms after the answer`, () => {
  beforeAll(() => {
    for (const { toRedis } of cluster.running.servers) toRedis?.cut();
  });

  test.each(CHANGES)(`%s, in ${TRIALS} trials`, async (change) => {
    const asked = others().slice(0, 1);
    // Side by side: each takes as long as the bound.
    const trials = Array.from({ length: TRIALS }, (_, at) =>
      trial(change, { at, asked, atLeast: BOUND }),
    );
    for (const { changedAt, answered } of await Promise.all(trials)) {
      assertNoFault(answered);
      expect(returned(answered)).toEqual([]);
      expect(acceptedAfter(answered, changedAt + BOUND)).toEqual([]);
    }
  });
});
