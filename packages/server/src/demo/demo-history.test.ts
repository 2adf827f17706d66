import type { UsageAddition } from "@latchkey/core";
import { bucketStart } from "@latchkey/core";
import { expect, test } from "vitest";
import { type Stretch, usageOf } from "./demo-history.ts";
import { DEMO_KEYS } from "./demo-keys.ts";
import { demoRandom } from "./demo-random.ts";

const DAY = 24 * 60 * 60 * 1_000;
const NOW = Date.UTC(2026, 2, 10, 14, 25);
const MINUTES_FROM = NOW - 2 * DAY;

function sums(additions: readonly UsageAddition[]): Map<string, number> {
  const all = new Map<string, number>();
  for (const { bucket, counts } of additions) {
    for (const [outcome, count] of Object.entries(counts)) {
      const name = `${bucketStart("day", bucket.start).getTime()} ${outcome}`;
      all.set(name, (all.get(name) ?? 0) + count);
    }
  }
  return all;
}

test.each(DEMO_KEYS.map((key) => [key.name, key] as const))(
  "%s: minutes, hours and days of what was counted come to the same",
  (_, key) => {
    const stretch: Stretch = { keyId: "k", key, from: NOW - key.age * DAY, to: NOW, all: null };
    const additions = usageOf(stretch, NOW, demoRandom(7));
    const of = (granularity: string) =>
      additions.filter(({ bucket }) => bucket.granularity === granularity);
    expect(sums(of("day"))).toEqual(sums(of("hour")));
    const recent = of("hour").filter(({ bucket }) => bucket.start.getTime() >= MINUTES_FROM);
    expect(sums(of("minute"))).toEqual(sums(recent));
    for (const { bucket } of additions) {
      expect(bucketStart(bucket.granularity, bucket.start)).toEqual(bucket.start);
      expect(bucket.start.getTime()).toBeLessThanOrEqual(NOW);
    }
    expect(
      new Set(additions.map(({ bucket }) => `${bucket.granularity} ${+bucket.start}`)).size,
    ).toBe(additions.length);
  },
);
