import { describe, expect, test } from "vitest";
import { seededDraws } from "../testing/labelled-series/draws.ts";
import type { KeyAnomaly } from "./key-anomaly.ts";
import { KeyWatcher } from "./key-watcher.ts";
import type { WatchedMinute } from "./watched-key.ts";

const DAY = 1_440;
const START = 29_459_520;
const NOTHING: WatchedMinute = { requests: 0, errors: 0, newAddresses: 0 };

type Traffic = (minute: number) => Partial<WatchedMinute>;

/** Requests of a key as there are many, by minute. */
const KINDS: Readonly<Record<string, (seed: string) => Traffic>> = {
  "a steady service": (seed) => {
    const draws = seededDraws(seed);
    return () => withErrors(draws, draws.poisson(8));
  },
  "an application with days and nights": (seed) => {
    const draws = seededDraws(seed);
    return (minute) =>
      withErrors(draws, draws.poisson(6 * (1.1 + Math.sin((2 * Math.PI * minute) / DAY))));
  },
  "a job that runs every hour": (seed) => {
    const draws = seededDraws(seed);
    return (minute) => withErrors(draws, minute % 60 === 7 ? 40 + draws.poisson(10) : 0);
  },
  "somebody who tries now and then": (seed) => {
    const draws = seededDraws(seed);
    return () => withErrors(draws, draws.chance(0.01) ? draws.whole(1, 6) : 0);
  },
  "a key that is hardly used": (seed) => {
    const draws = seededDraws(seed);
    return () => ({ requests: draws.chance(0.0005) ? 1 : 0 });
  },
};

function withErrors(draws: ReturnType<typeof seededDraws>, requests: number): WatchedMinute {
  return {
    requests,
    errors: Array.from({ length: requests }, () => draws.chance(0.02)).filter(Boolean).length,
    newAddresses: draws.chance(0.001) ? 1 : 0,
  };
}

function watched(
  days: number,
  traffic: Traffic,
  watcher = new KeyWatcher(),
  keyId = "key",
): KeyAnomaly[] {
  const found: KeyAnomaly[] = [];
  for (let minute = 0; minute < days * DAY; minute += 1) {
    found.push(...watcher.observe(keyId, START + minute, { ...NOTHING, ...traffic(minute) }));
  }
  return found;
}

test.each(Object.entries(KINDS))("%s gives at most one alarm in a quiet month", (_, kind) => {
  const months = ["a", "b", "c"].map((seed) => watched(30, kind(seed)).length);
  expect(Math.max(...months)).toBeLessThanOrEqual(1);
});

describe.each(Object.entries(KINDS))("with %s", (_, kind) => {
  const burstFrom = 10 * DAY + 700;

  test.each(["a", "b", "c"])("a burst gives one alarm, in figures (seed %s)", (seed) => {
    const usual = kind(seed);
    const found = watched(11, (minute) =>
      minute >= burstFrom && minute < burstFrom + 60
        ? { requests: 300, errors: 6, newAddresses: 0 }
        : usual(minute),
    ).filter(({ minute }) => minute - START >= 10 * DAY);
    const requests = found.filter(({ measure }) => measure === "requests");
    expect(requests).toHaveLength(1);
    expect(requests[0]?.message).toMatch(
      /^\d+ requests in 5 minutes where \d+( to \d+)? are usual\.$/,
    );
    expect((requests[0]?.minute ?? 0) - START - burstFrom).toBeLessThan(10);
  });
});

test("a key that fails says which share does", () => {
  const usual = KINDS["a steady service"]?.("errors") ?? (() => NOTHING);
  const found = watched(6, (minute) => {
    const seen = usual(minute);
    return minute >= 5 * DAY ? { ...seen, errors: seen.requests ?? 0 } : seen;
  });
  expect(found.map(({ measure }) => measure)).toEqual(["errors"]);
  expect(found[0]?.message).toMatch(/^\d+ % of requests failed where 0 % to \d+ % is usual\.$/);
});

test("a key that is suddenly used from many addresses says so", () => {
  const usual = KINDS["a steady service"]?.("addresses") ?? (() => NOTHING);
  const found = watched(6, (minute) => ({
    ...usual(minute),
    newAddresses: minute >= 5 * DAY && minute < 5 * DAY + 30 ? 10 : 0,
  }));
  expect(found.map(({ message }) => message)).toEqual([
    "50 new addresses in 5 minutes where 0 are usual.",
  ]);
});

test("a steady service that falls silent gives one alarm", () => {
  const usual = KINDS["a steady service"]?.("silence") ?? (() => NOTHING);
  const found = watched(6, (minute) => (minute >= 5 * DAY ? NOTHING : usual(minute)));
  expect(found).toHaveLength(1);
  expect(found[0]?.message).toMatch(/^0 requests in 5 minutes where/);
});

test("minutes that are left out are minutes of nothing", () => {
  const kind = KINDS["a job that runs every hour"]?.("left out") ?? (() => NOTHING);
  const [told, leftOut] = [new KeyWatcher(), new KeyWatcher()];
  for (let minute = 0; minute < 3 * DAY; minute += 1) {
    const seen = { ...NOTHING, ...kind(minute) };
    const answer = told.observe("key", START + minute, seen);
    if (seen.requests === 0 && seen.newAddresses === 0) continue;
    const other = leftOut.observe("key", START + minute, seen);
    expect(other).toEqual(answer);
  }
});

test("of more keys than it may watch, those used lately are watched", () => {
  const watcher = new KeyWatcher({ maxKeys: 10 });
  for (let key = 0; key < 1_000; key += 1) {
    watcher.observe(`key ${key}`, START + key, { ...NOTHING, requests: 1 });
    expect(watcher.size).toBeLessThanOrEqual(10);
  }
});
