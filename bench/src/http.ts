import { asked, messageOf, startChild } from "./child.ts";
import type { Load, LoadResult } from "./http-load.ts";
import type { Effort, Listening } from "./http-server.ts";
import { type Measurement, median, together, quantiles } from "./measurement.ts";

const CONNECTIONS = 32;
const WARM_UP_MS = 1_500;
const ROUND_MS = 400;
const ROUNDS = 25;

/**
 * A route of Hono on Node's server, open and guarded, loaded by another process over connections that
 * stay open. The routes take turns, so that what the machine does beside this meets all of them.
 */
export async function measureHttp(): Promise<Measurement[]> {
  const server = startChild("./http-server.ts");
  const loader = startChild("./http-load.ts");
  try {
    const { port, key, peerKey } = await messageOf<Listening>(server);
    const routes = [
      { name: "http.unguarded", path: "/unguarded", key },
      { name: "floor.http.fields", path: "/fields", key },
      { name: "http.guarded", path: "/guarded", key },
      { name: "peer.better-auth.http", path: "/peer", key: peerKey },
    ].map((route) => ({
      ...route,
      rounds: [] as Omit<Measurement, "name">[],
      busy: [] as number[],
      microseconds: [] as number[],
    }));
    const load = (route: { path: string; key: string }, milliseconds: number) =>
      asked<LoadResult>(loader, {
        port,
        path: route.path,
        key: route.key,
        connections: CONNECTIONS,
        milliseconds,
      } satisfies Load);

    for (const route of routes) await load(route, WARM_UP_MS);
    for (let round = 0; round < ROUNDS; round += 1) {
      // There and back again, so that none is always measured after the same one.
      for (const route of round % 2 === 0 ? routes : routes.toReversed()) {
        await asked<Effort>(server, {});
        const { requestsPerSecond, latencies } = await load(route, ROUND_MS);
        const { utilization, processor } = await asked<Effort>(server, {});
        route.busy.push(utilization);
        route.microseconds.push(processor / latencies.length);
        route.rounds.push({ opsPerSecond: requestsPerSecond, ...quantiles(latencies) });
      }
    }
    return routes.map(({ name, rounds, busy, microseconds }) => ({
      ...together(name, rounds),
      figures: {
        "server busy %": median(busy) * 100,
        "processor µs a request": median(microseconds),
      },
    }));
  } finally {
    server.disconnect();
    loader.disconnect();
  }
}
