import { describe, expect, it } from "vitest";
import { ENGLISH } from "../localization/english.ts";
import { isOver, keyTitle, shownStatus } from "./key-display.ts";
import { nameProblem } from "./key-name.ts";

const DAY = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 2, 10);
const key = (
  status: "active" | "expired" | "disabled" | "revoked",
  expiresInDays: number | null,
  ageInDays = 60,
) => ({
  status,
  createdAt: new Date(now - ageInDays * DAY),
  expiresAt: expiresInDays === null ? null : new Date(now + expiresInDays * DAY),
});

describe("the status that is shown", () => {
  it("warns in the last 14 days of a long life and the last quarter of a short one", () => {
    expect(shownStatus(key("active", 14), now)).toBe("expiring");
    expect(shownStatus(key("active", 15), now)).toBe("active");
    expect(shownStatus(key("active", 7, 0), now)).toBe("active");
    expect(shownStatus(key("active", 1, 6), now)).toBe("expiring");
    expect(shownStatus(key("active", null), now)).toBe("active");
  });

  it("becomes expired when its time comes, though the list was loaded before", () => {
    expect(shownStatus(key("active", 0), now)).toBe("expired");
    expect(shownStatus(key("disabled", -1), now)).toBe("expired");
  });

  it("stays what the server said of a key that is revoked or disabled", () => {
    expect(shownStatus(key("revoked", -1), now)).toBe("revoked");
    expect(shownStatus(key("disabled", 3), now)).toBe("disabled");
  });

  it("is rotating for as long as a key works beside its replacement", () => {
    const replaced = { ...key("active", 1), replacedById: "new" };
    expect(shownStatus(replaced, now)).toBe("rotating");
    expect(shownStatus(replaced, now + DAY)).toBe("expired");
    expect(shownStatus({ ...replaced, status: "disabled" }, now)).toBe("disabled");
  });

  it("lets only keys go that can never work again", () => {
    const over = (["active", "expiring", "disabled", "expired", "revoked"] as const).map(isOver);
    expect(over).toEqual([false, false, false, true, true]);
  });
});

const titleOf = (name: string | null, start: string) => keyTitle({ name, start }, ENGLISH);

it("a key without a name goes by its start", () => {
  expect(titleOf(null, "app_a1B2c3D4")).toBe("app_a1B2c3D4…");
  expect(titleOf(" ", "app_a1B2c3D4")).toBe("app_a1B2c3D4…");
  expect(titleOf("CI", "app_a1B2c3D4")).toBe("CI");
  expect(titleOf(null, "")).toBe("Unnamed key");
});

it("a name is as long as the policy says, counted as the server counts, and may be left out where none is required", () => {
  const rules = { minLength: 3, maxLength: 100, required: true };
  expect(nameProblem(" ", rules)).toBe("missing");
  expect(nameProblem(" ", { ...rules, required: false })).toBeNull();
  expect(nameProblem("ab ", { ...rules, required: false })).toBe("too-short");
  expect(nameProblem("abc", rules)).toBeNull();
  expect(nameProblem("🔑".repeat(50), rules)).toBeNull();
  expect(nameProblem("🔑".repeat(51), rules)).toBe("too-long");
  expect(nameProblem("a".repeat(101), rules)).toBe("too-long");
});
