import { expect, it } from "vitest";
import { overlapChoices, overlapEnd } from "./overlap.ts";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

const choices = (defaultOverlap: number, maxOverlap: number) =>
  overlapChoices({ defaultOverlap, maxOverlap });

it("offers no overlap beyond the longest, and always the default", () => {
  expect(choices(DAY, 30 * DAY)).toEqual([0, HOUR, DAY, 7 * DAY]);
  expect(choices(DAY, DAY)).toEqual([0, HOUR, DAY]);
  expect(choices(2 * DAY, 7 * DAY)).toEqual([0, HOUR, DAY, 2 * DAY, 7 * DAY]);
  expect(choices(0, 0)).toEqual([0]);
});

it("ends the overlap with the key's own expiry, where that comes first", () => {
  const now = Date.UTC(2026, 2, 10);
  const inHours = (hours: number) => new Date(now + hours * HOUR * 1000);
  expect(overlapEnd(null, DAY, now)).toEqual(inHours(24));
  expect(overlapEnd(inHours(48), DAY, now)).toEqual(inHours(24));
  expect(overlapEnd(inHours(3), DAY, now)).toEqual(inHours(3));
});
