import { describe, expect, it } from "vitest";
import { readKeyForm } from "./use-key-form.ts";

const now = new Date(2026, 2, 10).getTime();
const never = { kind: "never" } as const;

describe("the form for a new key", () => {
  it("asks for exactly what was entered, the name without its outer spaces", () => {
    const rows = [{ id: 1, name: "service", value: "payments" }];
    const read = readKeyForm({ name: " CI ", expiry: { kind: "days", days: 7 }, rows }, now);
    expect(read).toEqual({
      ok: true,
      input: { name: "CI", expiresIn: 604_800, metadata: { service: "payments" } },
    });
  });

  it("says nothing of metadata where there is none, and says null for no expiration", () => {
    expect(readKeyForm({ name: "CI", expiry: never, rows: [] }, now)).toEqual({
      ok: true,
      input: { name: "CI", expiresIn: null },
    });
  });

  it("names everything that stands in the way at once", () => {
    const rows = [{ id: 1, name: "", value: "x" }];
    const read = readKeyForm({ name: "", expiry: { kind: "date", date: "" }, rows }, now);
    expect(read).toEqual({
      ok: false,
      problems: {
        name: "missing",
        expiry: true,
        metadata: { row: 0, problem: { kind: "missing" } },
      },
    });
  });
});
