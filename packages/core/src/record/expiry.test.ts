import { expect, test } from "vitest";
import { MAX_EXPIRES_IN, expiryAfter } from "./expiry.ts";

const NOW = new Date("2026-01-15T12:00:00.123Z");

test.each([
  [1, "2026-01-15T12:00:01.123Z"],
  [1.5, "2026-01-15T12:00:01.623Z"],
  [30 * 24 * 60 * 60, "2026-02-14T12:00:00.123Z"],
  [90 * 24 * 60 * 60, "2026-04-15T12:00:00.123Z"],
  [MAX_EXPIRES_IN, "2125-12-22T12:00:00.123Z"],
])("%d seconds from then is %s", (seconds, expected) => {
  expect(expiryAfter(NOW, seconds)?.toISOString()).toBe(expected);
});

test("null is never", () => {
  expect(expiryAfter(NOW, null)).toBeNull();
});
