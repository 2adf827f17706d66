import * as fc from "fast-check";
import { expect, it, test } from "vitest";
import { moments } from "../testing/arbitraries.ts";
import { USAGE_GRANULARITIES, bucketName, compareBuckets, bucketStart } from "./bucket.ts";

test.each([
  ["minute", "2026-03-29T01:59:59.999Z", "2026-03-29T01:59:00.000Z"],
  ["hour", "2026-03-29T01:59:59.999Z", "2026-03-29T01:00:00.000Z"],
  ["day", "2026-03-29T01:59:59.999Z", "2026-03-29T00:00:00.000Z"],
  ["day", "2026-03-29T00:00:00.000Z", "2026-03-29T00:00:00.000Z"],
  ["day", "1969-12-31T12:00:00.000Z", "1969-12-31T00:00:00.000Z"],
] as const)("a %s that %s lies in starts at %s", (granularity, moment, start) => {
  expect(bucketStart(granularity, new Date(moment)).toISOString()).toBe(start);
});

it("a day is made of whole hours, and an hour of whole minutes", () => {
  fc.assert(
    fc.property(moments, (moment) => {
      const minute = bucketStart("minute", moment);
      const hour = bucketStart("hour", moment);
      expect(bucketStart("hour", minute)).toEqual(hour);
      expect(bucketStart("day", hour)).toEqual(bucketStart("day", moment));
      expect(minute.getTime()).toBeLessThanOrEqual(moment.getTime());
    }),
  );
});

it("buckets with different keys, granularities or starts have different names", () => {
  const starts = ["2026-01-01T00:00Z", "2026-01-02T00:00Z"].map((text) => new Date(text));
  const names = ["a", "b", "a:minute"].flatMap((keyId) =>
    USAGE_GRANULARITIES.flatMap((granularity) =>
      starts.map((start) => bucketName({ keyId, granularity, start })),
    ),
  );
  expect(new Set(names).size).toBe(names.length);
});

it("what is not the beginning of its bucket has no name", () => {
  const bucket = { keyId: "a", granularity: "hour" } as const;
  for (const start of [new Date("2026-01-01T00:01Z"), new Date(Number.NaN)]) {
    expect(() => bucketName({ ...bucket, start })).toThrow(RangeError);
  }
});

const minuteOf = (keyId: string, minute: number) => ({
  keyId,
  granularity: "minute" as const,
  start: new Date(minute * 60_000),
});

it("buckets are in the order of their starts, and of their keys where these are the same", () => {
  const ordered = [minuteOf("B", 1), minuteOf("a", 1), minuteOf("A", 2), minuteOf("A", 10)];
  expect(ordered.toReversed().toSorted(compareBuckets)).toEqual(ordered);
  expect(compareBuckets(minuteOf("a", 1), minuteOf("a", 1))).toBe(0);
});
