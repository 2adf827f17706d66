import { describe, expect, it } from "vitest";
import { durationText, exactTime, relativeTime } from "./format-time.ts";

const now = Date.UTC(2026, 2, 10, 12, 0, 0);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (distance: number) => relativeTime(new Date(now + distance), now, "en");

describe("a moment as a distance from now", () => {
  it.each([
    [0, "now"],
    [-29 * SECOND, "now"],
    [-31 * SECOND, "1 minute ago"],
    [-59.7 * MINUTE, "1 hour ago"],
    [-23.6 * HOUR, "yesterday"],
    [DAY, "tomorrow"],
    [89.9 * DAY, "in 90 days"],
    [-99 * DAY, "99 days ago"],
    [-120 * DAY, "4 months ago"],
    [365 * DAY, "next year"],
    [-3 * 365.25 * DAY, "3 years ago"],
  ])("%d ms: %s", (distance, words) => {
    expect(at(distance)).toBe(words);
  });

  it("is written in the locale's words", () => {
    expect(relativeTime(new Date(now - 3 * DAY), now, "de")).toBe("vor 3 Tagen");
  });
});

it("a length of time is told in the longest unit that divides it", () => {
  const told = [1, 90, 3_600, 86_400, 129_600, 604_800].map((length) => durationText(length, "en"));
  expect(told).toEqual(["1 second", "90 seconds", "1 hour", "1 day", "36 hours", "7 days"]);
  expect(durationText(604_800, "de")).toBe("7 Tage");
});

it("is exact to the minute in its title", () => {
  expect(exactTime(new Date(now), "en", "UTC").replace(/\s/g, " ")).toBe("Mar 10, 2026, 12:00 PM");
});
