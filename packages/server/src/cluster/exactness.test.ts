import { expect, onTestFinished, test } from "vitest";
import { clusterForFile } from "../testing/cluster-for-file.ts";
import { tally } from "../testing/load-thread.ts";
import { type CreatedKey, signUp } from "../testing/member.ts";

const LONG_WINDOW = 10 * 60_000;
const QUOTA = 200;

const cluster = clusterForFile({ redis: true });

/** A key that nobody has used, with what only the server's side can set of it. */
async function keyWith(
  name: string,
  columns: Readonly<Record<string, number>>,
): Promise<CreatedKey> {
  const member = await signUp(cluster.running.servers[0].url, name);
  const created = await member.createKey({ name: "counted" });
  const assignments = Object.keys(columns).map((column, at) => `"${column}" = $${at + 2}`);
  await cluster.sql(`update apikey set ${assignments.join(", ")} where id = $1`, [
    created.id,
    ...Object.values(columns),
  ]);
  return created;
}

test("of 500 requests at once, spread over three servers, a limit of 100 lets exactly 100 through", async () => {
  await cluster.whileShared(async (attempt) => {
    const columns = { rateLimitMax: 100, rateLimitTimeWindow: LONG_WINDOW };
    const { key } = await keyWith(`Limited${attempt}`, columns);
    const shares = [168, 166, 166];
    const loads = cluster.running.servers.map(({ url }, index) =>
      cluster.load({ url, key, atOnce: shares[index] ?? 0, limit: shares[index] ?? 0 }),
    );
    await expect
      .poll(() => loads.flatMap(({ answered }) => answered).length, { timeout: 60_000 })
      .toBe(500);
    expect(tally(loads.flatMap(({ answered }) => answered))).toEqual({ 200: 100, 429: 400 });
  });
});

test.each([["with Redis"], ["without it"]])(
  "%s three servers spend exactly what a quota has, whoever asks first",
  async (how) => {
    const { running } = cluster;
    // So high a limit that only the quota is reached.
    const columns = { remaining: QUOTA, rateLimitMax: 100_000 };
    const { key } = await keyWith(`Spender-${how.replace(" ", "-")}`, columns);
    if (how === "without it") {
      onTestFinished(() => {
        for (const { toRedis } of running.servers) toRedis?.heal();
      });
      for (const { toRedis } of running.servers) toRedis?.cut();
    }
    const loads = running.servers.map(({ url }) => cluster.load({ url, key, atOnce: 8 }));
    // Each asks on until it is refused: what one has taken of the quota and does not spend, the others cannot.
    const refusals = () =>
      loads.map(({ answered }) => answered.filter(({ status }) => status === 429).length);
    await expect
      .poll(() => Math.min(...refusals()), { timeout: 60_000, interval: 10 })
      .toBeGreaterThan(20);
    const answered = (await Promise.all(loads.map((load) => load.stop()))).flat();
    expect(tally(answered)).toEqual({ 200: QUOTA, 429: expect.any(Number) });
  },
);
