import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clusterForFile } from "../testing/cluster-for-file.ts";
import { steadyNow, tally } from "../testing/load-thread.ts";
import { type Member, signUp, whoami } from "../testing/member.ts";

/** Milliseconds after which no server believes any more what another has changed. */
const BOUND = 1_500;
const SHIFTS = { ahead: 2_000, behind: -2_000 } as const;
const PRELOAD = new URL("../testing/shifted-clock.ts", import.meta.url);

const cluster = clusterForFile({
  redis: true,
  count: 2,
  variables: (index) => ({
    LATCHKEY_LISTEN_URL: "off",
    NODE_OPTIONS: `--import=${PRELOAD.href}`,
    SHIFTED_CLOCK_BY: String(index === 0 ? SHIFTS.ahead : SHIFTS.behind),
  }),
});

let owner: Member;
beforeAll(async () => {
  owner = await signUp(cluster.running.servers[0].url, "Owner");
});

function urls(): Readonly<Record<keyof typeof SHIFTS, string>> {
  const [ahead, behind] = cluster.running.servers;
  return { ahead: ahead.url, behind: behind.url };
}

/** When a key is made there by that server's clock: milliseconds since the epoch. */
async function keyMadeAt(url: string): Promise<number> {
  const answer = await owner.at(url).call("POST", "/api-key/create", { name: "dated" });
  const body: unknown = await answer.json();
  return Date.parse(String(Object(body).createdAt));
}

test("the clocks are apart", async () => {
  const { ahead, behind } = urls();
  const [later, earlier] = [await keyMadeAt(ahead), await keyMadeAt(behind)];
  // Made in the other order.
  expect(later).toBeGreaterThan(earlier);
});

test("a limit that both servers share is exact", async () => {
  await cluster.whileShared(async () => {
    const { id, key } = await owner.createKey({ name: "limited" });
    const columns = '"rateLimitMax" = 50, "rateLimitTimeWindow" = 600000';
    await cluster.sql(`update apikey set ${columns} where id = $1`, [id]);
    const loads = Object.values(urls()).map((url) =>
      cluster.load({ url, key, atOnce: 8, limit: 100 }),
    );
    const answered = () => loads.flatMap((load) => load.answered);
    await expect.poll(() => answered().length, { timeout: 60_000 }).toBe(200);
    expect(tally(answered())).toEqual({ 200: 50, 429: 150 });
  });
});

describe(`by looking for changes alone, what one has changed the other has seen ${BOUND} ms later`, () => {
  beforeAll(() => {
    for (const { toRedis } of cluster.running.servers) toRedis?.cut();
  });
  afterAll(() => {
    for (const { toRedis } of cluster.running.servers) toRedis?.heal();
  });

  test.each([
    ["behind", "ahead"],
    ["ahead", "behind"],
  ] as const)(
    "the one %s revokes, and the one %s refuses; what is good is accepted",
    async (one, other) => {
      const [here, there] = [urls()[one], urls()[other]];
      const good = await cluster.unlimitedKey(owner.at(here));
      const doomed = await cluster.unlimitedKey(owner.at(here));
      // Each is accepted where the clock says that it has yet to be made, too.
      for (const url of [there, here]) {
        for (const { key } of [good, doomed]) expect((await whoami(url, key)).status).toBe(200);
      }
      const loads = [here, there].map((url) => cluster.load({ url, key: good.key, atOnce: 4 }));
      // Looks have followed each other by now, and a key is believed for what they say.
      const since = steadyNow();
      while (steadyNow() - since < 2 * BOUND) {
        expect((await whoami(there, doomed.key)).status).toBe(200);
      }

      await owner.at(here).revokeKey(doomed.id);
      const revokedAt = steadyNow();
      let lastAccepted = revokedAt;
      for (;;) {
        const beganAt = steadyNow();
        if ((await whoami(there, doomed.key)).status === 401) break;
        lastAccepted = beganAt;
      }
      expect(lastAccepted - revokedAt).toBeLessThan(BOUND);
      const answered = (await Promise.all(loads.map((load) => load.stop()))).flat();
      expect(tally(answered)).toEqual({ 200: expect.any(Number) });
    },
  );
});
