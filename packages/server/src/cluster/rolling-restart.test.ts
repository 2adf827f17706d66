import { expect, onTestFinished, test } from "vitest";
import { isServed, outcomes, select } from "../testing/answers.ts";
import { loadedClusterForFile } from "../testing/loaded-cluster.ts";
import { startLoad } from "../testing/load.ts";

const started = loadedClusterForFile({ count: 3, redis: true });

/** Requests per minute: more than are made. */
const UNREACHED = 1_000_000;
/** How long something is waited for that has no bound of its own: far more than it takes. */
const SOON = { timeout: 60_000, interval: 50 };
/** Milliseconds: six starts of a server, on a machine that is busy otherwise. */
const TIME_LIMIT = 300_000;

test(
  "three servers are restarted one after another under load: no request fails, no use is lost, and no key is proved again",
  async () => {
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
              (_, server) =>
                select(running.answers, { key, server, since }).filter(isServed).length,
            ),
          ),
        );
      await expect.poll(leastUsed, SOON).toBeGreaterThan(3);
    };
    await usedSince(0);

    for (const server of cluster.servers) await server.restart();
    await usedSince(performance.now());
    const proved = await metric("latchkey_hasher_run_duration_seconds_count", {
      operation: "verify",
    });
    const proofs = (result: string) => metric("latchkey_shared_proofs_total", { result });
    const [found, absent, failed] = [
      await proofs("found"),
      await proofs("absent"),
      await proofs("failed"),
    ];
    await running.stop();

    expect(outcomes(running.answers.filter((answer) => !isServed(answer)))).toEqual({});
    expect(absent).toEqual([0, 0, 0]);
    // None, but where this machine was too busy for Redis to be asked in time.
    expect(proved.filter((count, index) => count > (failed[index] ?? 0))).toEqual([]);
    for (const [index, count] of found.entries()) {
      expect(count + (failed[index] ?? 0)).toBeGreaterThanOrEqual(keys.length);
    }
    expect(running.detours).toBeGreaterThan(0);
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
  },
  TIME_LIMIT,
);
