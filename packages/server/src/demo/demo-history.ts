import type { CountedUsage, SeenAddress, UsageAddition, UsageCounts } from "@latchkey/core";
import { bucketName, bucketStart, sumCounts } from "@latchkey/core";
import type { DemoKey } from "./demo-keys.ts";
import { hoursOfTraffic, type HourOfTraffic, type Refusal } from "./traffic.ts";

const MINUTE = 60 * 1_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How far back there is anything to see. */
export const HISTORY = 30 * DAY;
/** For how long minutes are kept. */
const MINUTES_KEPT = 48 * HOUR;
/** An hour's requests are told to come in so many of its minutes. */
const MINUTES_USED = 12;

/** One key while it was in one state. */
export interface Stretch {
  readonly keyId: string;
  readonly key: DemoKey;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** What came of all requests; `null`: as the key's traffic says. */
  readonly all: Refusal | null;
}

/** Usage as it would have been counted: by minute where those are still kept, by hour and by day. */
export function usageOf(
  { keyId, key, from, to, all }: Stretch,
  now: number,
  random: () => number,
): UsageAddition[] {
  const { traffic } = key;
  if (traffic === undefined) return [];
  const start = Math.max(from, now - HISTORY);
  const hours = hoursOfTraffic(traffic, { from: start, to: Math.min(to, now) }, random);
  const counted = hours.flatMap((hour) => {
    const counts = countsOf(hour, all, traffic.refusal);
    return counts === null ? [] : [{ start: hour.start, counts }];
  });
  const bucketsOf =
    (granularity: CountedUsage["granularity"]) => (hour: (typeof counted)[number]) => ({
      bucket: { keyId, granularity, start: bucketStart(granularity, new Date(hour.start)) },
      counts: hour.counts,
    });
  return [
    ...counted.map(bucketsOf("hour")),
    ...merged(counted.map(bucketsOf("day"))),
    ...counted
      .filter((hour) => hour.start >= now - MINUTES_KEPT)
      .flatMap((hour) => minutesOf(keyId, hour, now)),
  ];
}

function countsOf(
  { valid, refused }: HourOfTraffic,
  all: Refusal | null,
  refusal: Refusal,
): UsageCounts | null {
  if (valid + refused === 0) return null;
  if (all !== null) return { [all]: valid + refused };
  return { ...(valid > 0 ? { valid } : {}), ...(refused > 0 ? { [refusal]: refused } : {}) };
}

/** Of what is to be added to one bucket, one addition. */
export function merged(additions: readonly UsageAddition[]): UsageAddition[] {
  const byBucket = new Map<string, UsageAddition>();
  for (const { bucket, counts } of additions) {
    const name = bucketName(bucket);
    byBucket.set(name, { bucket, counts: sumCounts(byBucket.get(name)?.counts ?? {}, counts) });
  }
  return [...byBucket.values()];
}

/** The same requests, spread over some minutes of the hour that are past. */
function minutesOf(
  keyId: string,
  hour: { start: number; counts: UsageCounts },
  now: number,
): UsageAddition[] {
  const past = Math.min(60, Math.max(1, Math.floor((now - hour.start) / MINUTE)));
  const used = Math.min(MINUTES_USED, past);
  return Array.from({ length: used }, (_, index) => {
    const minute = Math.floor((index * past) / used);
    const counts: Record<string, number> = {};
    for (const [outcome, count] of Object.entries(hour.counts)) {
      const share = Math.floor((count * (index + 1)) / used) - Math.floor((count * index) / used);
      if (share > 0) counts[outcome] = share;
    }
    const start = new Date(hour.start + minute * MINUTE);
    return { bucket: { keyId, granularity: "minute" as const, start }, counts };
  }).filter(({ counts }) => Object.keys(counts).length > 0);
}

/** From where the key was used up to `lastUsed`. */
export function callersOf(
  keyId: string,
  key: DemoKey,
  lastUsed: number,
  now: number,
): SeenAddress[] {
  return (key.callers ?? []).map(({ address, client, age }, index) => ({
    keyId,
    address,
    client,
    firstSeenAt: new Date(Math.min(now - age * DAY, lastUsed)),
    lastSeenAt: new Date(lastUsed - index * 7 * HOUR),
  }));
}
