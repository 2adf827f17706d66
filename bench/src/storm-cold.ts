import { bcryptWork } from "./bcrypt-work.ts";
import { openDatabase } from "./database.ts";
import { bcryptFloor } from "./floor.ts";
import { install } from "./installation.ts";
import { measureOnce } from "./measure.ts";
import type { Measurement } from "./measurement.ts";
import { warmTraffic } from "./warm-traffic.ts";

const COLD_KEYS = 5_000;
const QUIET_MS = 3_000;
const STORM_MS = 20_000;
/** In milliseconds: while the look-ups of all keys are made. */
const ONSET_MS = 2_000;
const FLOOR_RUNS = 40;

/**
 * 5,000 keys that this process has not seen, all at once, with warm traffic beside them. Looked at for
 * 20 seconds; the rest of them would take minutes and be the same.
 */
export async function measureColdStorm(): Promise<Measurement[]> {
  const runs = Array.from({ length: FLOOR_RUNS }, (_, run) => run);
  const [floor] = await measureOnce({ floor: await bcryptFloor() }, runs);
  const { database, remove } = openDatabase();
  // Most of the storm is still under way when its process ends.
  process.once("exit", remove);
  const hasher = bcryptWork();
  const { engine, issue } = await install(database, { hasher });
  const [warm = "", ...cold] = await issue(COLD_KEYS + 1, hasher);
  const quiet = await warmTraffic(engine, warm, QUIET_MS);

  const runsBefore = hasher.runs;
  const onset = await warmTraffic(engine, warm, ONSET_MS, () => {
    for (const key of cold) void engine.verify(key);
  });
  const storm = await warmTraffic(engine, warm, STORM_MS - ONSET_MS);
  const runsPerSecond = ((hasher.runs - runsBefore) / STORM_MS) * 1_000;
  return [
    {
      name: "storm.cold",
      opsPerSecond: runsPerSecond,
      p50Microseconds: storm.p50Microseconds,
      p99Microseconds: Math.max(storm.p99Microseconds, onset.p99Microseconds),
      figures: {
        "bcrypt runs at once": hasher.mostAtOnce,
        "share of floor.bcrypt × runs at once":
          runsPerSecond / ((floor?.opsPerSecond ?? Number.NaN) * hasher.mostAtOnce),
        "warm p99 µs without": quiet.p99Microseconds,
        "loop delay p99 ms": storm.loopDelayP99,
        "loop delay p99 ms in the first 2 s": onset.loopDelayP99,
        "loop delay max ms": Math.max(onset.loopDelayMax, storm.loopDelayMax),
        "loop delay p99 ms without": quiet.loopDelayP99,
      },
    },
  ];
}
