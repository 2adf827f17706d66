import { describe, expect, it } from "vitest";
import { earliestDate, EXPIRY_PRESETS, expiryDate, expirySeconds } from "./expiry.ts";

/** Half past two in the afternoon, wherever this runs. */
const now = new Date(2026, 2, 10, 14, 30).getTime();

describe("expiry", () => {
  it("of a preset is that many days of 86,400 seconds", () => {
    const seconds = EXPIRY_PRESETS.map((days) => expirySeconds({ kind: "days", days }, now));
    expect(seconds).toEqual([604_800, 2_592_000, 7_776_000, 31_536_000]);
  });

  it("is null, not absent, where the key does not expire", () => {
    expect(expirySeconds({ kind: "never" }, now)).toBeNull();
  });

  it("on a date lasts to the end of that day in the user's zone", () => {
    const expiry = { kind: "date", date: "2026-03-12" } as const;
    expect(expiryDate(expiry, now)).toEqual(new Date(2026, 2, 13));
    expect(expirySeconds(expiry, now)).toBe((new Date(2026, 2, 13).getTime() - now) / 1000);
  });

  it.each(["", "2026-03-09", "soon", "2026-3-12"])("is missing for the date %j", (date) => {
    expect(expirySeconds({ kind: "date", date }, now)).toBeUndefined();
  });

  it("may be tomorrow at the earliest, over the ends of months and years", () => {
    expect(earliestDate(now)).toBe("2026-03-11");
    expect(earliestDate(new Date(2026, 11, 31, 23, 59).getTime())).toBe("2027-01-01");
  });
});
