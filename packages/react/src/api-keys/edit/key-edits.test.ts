import { describe, expect, it } from "vitest";
import { OPEN_POLICY } from "../../client/key-policy.ts";
import { testKey } from "../../testing/test-client.ts";
import { changesOf, editsOf, type KeyEdits } from "./key-edits.ts";

const now = new Date(2026, 2, 10).getTime();
const DAY = 24 * 60 * 60;
const key = testKey({
  name: "Payments",
  permissions: { reports: ["read", "write"] },
  allowedAddresses: ["10.0.0.0/8", "::1"],
  metadata: { service: "payments", port: "8080" },
  createdAt: new Date(now - DAY * 1000),
});

const changes = (edits: Partial<KeyEdits>, of = key, policy = OPEN_POLICY) =>
  changesOf(of, { ...editsOf(of), ...edits }, policy, now);

describe("what is sent of an edited key", () => {
  it("is nothing where nothing was changed, whatever the key is like", () => {
    const bare = testKey({ name: null, permissions: null });
    const odd = testKey({ name: "x".repeat(200), metadata: { " odd name": 1 } });
    for (const same of [key, bare, odd])
      expect(changes({}, same)).toEqual({ ok: true, changes: {} });
    const permissions = { reports: ["write", "read"] };
    const addresses = " 10.0.0.0/8\n\n::1 ";
    expect(changes({ name: " Payments ", permissions, addresses })).toMatchObject({ changes: {} });
  });

  it("is what was changed, and only that", () => {
    expect(changes({ name: " Billing " })).toEqual({ ok: true, changes: { name: "Billing" } });
    expect(changes({ addresses: "::1" })).toEqual({
      ok: true,
      changes: { allowedAddresses: ["::1"] },
    });
    expect(changes({ expiry: { kind: "never" } })).toEqual({
      ok: true,
      changes: { expiresIn: null },
    });
    const [service] = editsOf(key).rows ?? [];
    expect(changes({ rows: service === undefined ? [] : [service] })).toEqual({
      ok: true,
      changes: { metadata: { service: "payments" } },
    });
  });

  it("is the empty choice where all permissions are taken away: nothing, never everything", () => {
    expect(changes({ permissions: {} })).toEqual({ ok: true, changes: { permissions: {} } });
  });

  it("is no list at all where the addresses are emptied, and no metadata where the rows are", () => {
    expect(changes({ addresses: " \n" })).toEqual({
      ok: true,
      changes: { allowedAddresses: null },
    });
    expect(changes({ rows: [] })).toEqual({ ok: true, changes: { metadata: null } });
  });
});

describe("what stands in the way", () => {
  it("is a name taken away or not as the policy has it, but no name that was there before", () => {
    const policy = { ...OPEN_POLICY, name: { minLength: 3, maxLength: 5, required: false } };
    expect(changes({ name: "" }, key, policy)).toMatchObject({ problems: { name: "missing" } });
    expect(changes({ name: "ab" }, key, policy)).toMatchObject({ problems: { name: "too-short" } });
    expect(changes({ addresses: "::1" }, key, policy)).toMatchObject({ ok: true });
  });

  it("is a date beyond what the key may live from its creation", () => {
    const expiry = { ...OPEN_POLICY.expiry, max: 10 * DAY };
    const policy = { ...OPEN_POLICY, expiry };
    const on = (date: string) => changes({ expiry: { kind: "date", date } }, key, policy);
    expect(on("2026-03-18")).toMatchObject({ changes: { expiresIn: 9 * DAY } });
    expect(on("2026-03-19")).toMatchObject({ ok: false, problems: { expiry: true } });
    expect(on("")).toMatchObject({ ok: false, problems: { expiry: true } });
  });

  it("is all of it at once", () => {
    const rows = [{ id: 1, name: "", value: "x" }];
    expect(changes({ name: "", rows, addresses: "home" })).toEqual({
      ok: false,
      problems: {
        name: "missing",
        expiry: false,
        metadata: { row: 0, problem: { kind: "missing" } },
        addresses: { kind: "not-an-address", text: "home" },
      },
    });
  });
});
