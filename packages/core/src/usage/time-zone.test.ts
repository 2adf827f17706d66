import { expect, test } from "vitest";
import { TimeZone } from "./time-zone.ts";

test.each([
  ["UTC", "2026-03-29T23:59:59.999Z", "2026-03-29T00:00:00.000Z"],
  ["Europe/Berlin", "2026-03-29T21:59:59.999Z", "2026-03-28T23:00:00.000Z"],
  ["Europe/Berlin", "2026-03-29T22:00:00.000Z", "2026-03-29T22:00:00.000Z"],
  ["Europe/Berlin", "2026-10-25T22:59:59.999Z", "2026-10-24T22:00:00.000Z"],
  ["Asia/Kolkata", "2026-01-01T18:29:59.999Z", "2025-12-31T18:30:00.000Z"],
  ["Asia/Kathmandu", "2026-01-01T18:15:00.000Z", "2026-01-01T18:15:00.000Z"],
  // No midnight: the clocks went from 24:00 to 01:00.
  ["America/Sao_Paulo", "2018-11-04T12:00:00.000Z", "2018-11-04T03:00:00.000Z"],
  ["Pacific/Kiritimati", "2026-01-01T09:59:59.999Z", "2025-12-31T10:00:00.000Z"],
])("in %s the day of %s began at %s", (zone, moment, start) => {
  expect(TimeZone.named(zone)?.dayStart(new Date(moment)).toISOString()).toBe(start);
});

test.each(["", "Mars/Olympus", "Europe/Berlin; drop", "../etc"])("%j is no zone", (name) => {
  expect(TimeZone.named(name)).toBeNull();
});
