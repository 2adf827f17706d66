import { parseKey } from "@latchkey/core";
import { bcryptWork } from "./bcrypt-work.ts";
import { withDatabase } from "./database.ts";
import { forgeries } from "./forgeries.ts";
import { install } from "./installation.ts";
import type { Measurement } from "./measurement.ts";
import { warmTraffic } from "./warm-traffic.ts";

const PER_SECOND = 10_000;
const QUIET_MS = 3_000;
const STORM_MS = 10_000;

/**
 * Somebody who knows the `start` of a key and tries 10,000 secrets a second for 10 seconds, while the
 * owner of that same key goes on using it.
 */
export function measureWrongSecrets(): Promise<Measurement[]> {
  return withDatabase(async (database) => {
    const hasher = bcryptWork();
    const { engine, issue } = await install(database, { hasher });
    const [key = ""] = await issue(1, hasher);
    const wrong = forgeries(parseKey(key)?.start ?? "", (PER_SECOND * STORM_MS) / 1_000);
    const quiet = await warmTraffic(engine, key, QUIET_MS);

    const runsBefore = hasher.runs;
    let tried = 0;
    const tryOne = async (forged: string) => {
      if ((await engine.verify(forged)).valid) throw new Error("A forgery was accepted.");
    };
    let timer: NodeJS.Timeout | undefined;
    const storm = await warmTraffic(engine, key, STORM_MS, () => {
      const began = performance.now();
      timer = setInterval(() => {
        const due = Math.min(wrong.length, ((performance.now() - began) / 1_000) * PER_SECOND);
        for (; tried < due; tried += 1) {
          void tryOne(wrong[tried] ?? "");
        }
      }, 1);
    });
    clearInterval(timer);
    await engine.close();
    return [
      {
        name: "storm.wrong-secret",
        opsPerSecond: (tried / STORM_MS) * 1_000,
        p50Microseconds: storm.p50Microseconds,
        p99Microseconds: storm.p99Microseconds,
        figures: {
          "bcrypt runs per second": ((hasher.runs - runsBefore) / STORM_MS) * 1_000,
          "warm p99 µs without": quiet.p99Microseconds,
          "loop delay p99 ms": storm.loopDelayP99,
          "loop delay p99 ms without": quiet.loopDelayP99,
          "loop delay max ms": storm.loopDelayMax,
        },
      },
    ];
  });
}
