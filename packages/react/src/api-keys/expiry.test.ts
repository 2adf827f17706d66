import { describe, expect, it } from "vitest";
import { expiryDate, expirySeconds, nextDays } from "./expiry.ts";

/** Half past two in the afternoon, wherever this runs. */
const now = new Date(2026, 2, 10, 14, 30).getTime();

describe("expiry", () => {
  it("after a span is that many seconds from now, whatever the clocks do meanwhile", () => {
    const expiry = { kind: "span", seconds: 604_800 } as const;
    expect(expirySeconds(expiry, now)).toBe(604_800);
    expect(expiryDate(expiry, now)).toEqual(new Date(now + 604_800_000));
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

  it("counts days over the ends of months and years", () => {
    expect(nextDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(nextDays("2026-03-01", -1)).toBe("2026-02-28");
  });
});
