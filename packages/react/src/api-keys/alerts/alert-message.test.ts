import { describe, expect, it } from "vitest";
import { ENGLISH } from "../../localization/english.ts";
import { alertText, type ToldAlert } from "./alert-message.ts";

const HOUR = 60 * 60 * 1000;
const now = new Date(2026, 2, 10, 12).getTime();
const inHours = (hours: number) => new Date(now + hours * HOUR).toISOString();

const told = (alert: Partial<ToldAlert>) =>
  alertText(
    { kind: "expiring", name: "Mail Worker", start: "app_abcd", count: 1, details: {}, ...alert },
    now,
    ENGLISH,
    "en-US",
  );

const expiring = (hours: number) => told({ details: { days: 7, expiresAt: inHours(hours) } });
const unusual = (details: ToldAlert["details"]) => told({ kind: "anomaly", details });
const tried = (status: string, count: number) =>
  told({ kind: "ended-key-tried", count, details: { status } });

describe("an alert in words", () => {
  it("says when a key expires, seen from now and not from when it was raised", () => {
    expect(expiring(72)).toBe("Mail Worker expires in 3 days.");
    expect(expiring(24)).toBe("Mail Worker expires tomorrow.");
    expect(expiring(2)).toBe("Mail Worker expires in 2 hours.");
  });

  it("says by when a key should have been rotated", () => {
    const details = { dueAt: new Date(2026, 1, 1, 12).toISOString() };
    expect(told({ kind: "rotation-due", details })).toBe(
      "Mail Worker should have been rotated by February 1, 2026.",
    );
  });

  it("says that a key that was replaced is used, and until when it can be", () => {
    expect(told({ kind: "predecessor-in-use", details: { expiresAt: inHours(14) } })).toBe(
      "Mail Worker was replaced, is still used and stops working in 14 hours.",
    );
  });

  it("says how often an ended key was tried", () => {
    expect(tried("revoked", 1)).toBe("Mail Worker was revoked and is still being tried: once.");
    expect(tried("revoked", 1_234)).toBe(
      "Mail Worker was revoked and is still being tried: 1,234 times.",
    );
    expect(tried("expired", 2)).toBe("Mail Worker has expired and is still being tried: 2 times.");
  });

  it("says how many requests of how many failed, and in what time", () => {
    const details = { requests: 152, refused: 84, ratio: 0.553, window: 900 };
    expect(told({ kind: "error-rate", details })).toBe(
      "84 of 152 requests with Mail Worker failed within 15 minutes.",
    );
  });

  it("says what is unusual, and what is usual instead", () => {
    const figures = { value: 412, usualLow: 20, usualHigh: 60, minutes: 5 };
    expect(unusual({ measure: "requests", ...figures })).toBe(
      "Mail Worker: 412 requests in 5 minutes, where 20 to 60 are usual.",
    );
    expect(
      unusual({ measure: "errors", value: 0.625, usualLow: 0, usualHigh: 0.02, minutes: 5 }),
    ).toBe("Mail Worker: 62.5% of requests failed in 5 minutes, where 0% to 2% are usual.");
    expect(
      unusual({ measure: "newAddresses", ...figures, value: 9, usualLow: 0, usualHigh: 1 }),
    ).toBe("Mail Worker: 9 new addresses in 5 minutes, where 0 to 1 are usual.");
    expect(unusual({ measure: "moons", ...figures })).toBe(
      "Mail Worker is used in another way than usual.",
    );
  });

  it("says what has no figures", () => {
    expect(told({ kind: "anomaly" })).toBe("Mail Worker is used in another way than usual.");
    expect(told({ kind: "leaked" })).toMatch(/^Mail Worker was found where it should not be\./);
  });

  it("calls a key without a name by its start", () => {
    expect(told({ kind: "anomaly", name: null })).toMatch(/^app_abcd… is used/);
  });

  it("is told in general words where its kind is not known, or its figures are none", () => {
    const general = "Mail Worker needs a look.";
    expect(told({ kind: "of-next-year" })).toBe(general);
    for (const expiresAt of [undefined, null, 5, "soon"]) {
      const details = expiresAt === undefined ? {} : { expiresAt };
      expect(told({ details })).toBe(general);
      expect(told({ kind: "predecessor-in-use", details })).toBe(general);
      expect(told({ kind: "rotation-due", details })).toBe(general);
    }
    expect(told({ kind: "error-rate", details: { requests: "152", refused: -1 } })).toBe(general);
  });
});
