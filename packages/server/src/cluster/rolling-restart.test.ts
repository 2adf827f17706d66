import { expect, onTestFinished, test } from "vitest";
import { isServed, outcomes, percentile, select } from "../testing/answers.ts";
import { clusterForFile } from "../testing/cluster-for-file.ts";
import { startLoad } from "../testing/load.ts";

const started = clusterForFile({ count: 3, redis: true });

/** Requests per minute: more than are made. */
const UNREACHED = 1_000_000;
/** How long something is waited for that has no bound of its own: far more than it takes. */
const SOON = { timeout: 60_000, interval: 50 };

test("three servers are restarted one after another under load: no request fails, no use is lost, and no key is proved again", async () => {
  const { cluster, createKey, metric, query, urls } = started();
  const keys = [
    await createKey("One", UNREACHED),
    await createKey("Two", UNREACHED),
    await createKey("Three", UNREACHED),
  ];
  const running = startLoad({ urls, keys: keys.map(({ key }) => key), elsewhere: true });
  onTestFinished(() => running.stop());
  /** Waits until each key was let through at each server. */
  const usedSince = async (since: number) => {
    const leastUsed = () =>
      Math.min(
        ...keys.flatMap(({ key }) =>
          urls.map(
            (_, server) => select(running.answers, { key, server, since }).filter(isServed).length,
          ),
        ),
      );
    await expect.poll(leastUsed, SOON).toBeGreaterThan(3);
  };
  await usedSince(0);

  const restarted: number[] = [];
  for (const server of cluster.servers) {
    const beganAt = performance.now();
    await server.restart();
    restarted.push(performance.now() - beganAt);
  }
  await usedSince(performance.now());
  const proved = await metric("latchkey_hasher_run_duration_seconds_count", {
    operation: "verify",
  });
  const found = await metric("latchkey_shared_proofs_total", { result: "found" });
  await running.stop();

  expect(outcomes(running.answers.filter((answer) => !isServed(answer)))).toEqual({});
  expect(proved).toEqual([0, 0, 0]);
  expect(Math.min(...found)).toBeGreaterThanOrEqual(keys.length);
  // What they have not written yet, they write before they end.
  await Promise.all(cluster.servers.map((server) => server.end("SIGTERM")));
  const counted = await query(
    `select "keyId", sum(valid)::int as valid from "apikeyUsage" where granularity = 'minute' group by "keyId"`,
  );
  const answered = keys.map(({ id, key }) => ({
    keyId: id,
    valid: select(running.answers, { key }).length,
  }));
  expect(new Set(counted)).toEqual(new Set(answered));
  console.log(
    JSON.stringify({
      restarted,
      detours: running.detours,
      answered,
      found,
      latency: [50, 95, 99, 100].map((percent) => percentile(running.answers, percent)),
    }),
  );
});
