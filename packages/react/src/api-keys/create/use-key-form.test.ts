import { describe, expect, it } from "vitest";
import { OPEN_POLICY } from "../../client/key-policy.ts";
import { type KeyFormValues, readKeyForm } from "./use-key-form.ts";

const now = new Date(2026, 2, 10).getTime();
const never = { kind: "never" } as const;
const DAY = 24 * 60 * 60;
const development = {
  name: "development",
  prefix: "sk_dev_",
  expiresIn: { min: 7 * DAY, max: 30 * DAY, default: 30 * DAY },
  rotateEvery: null,
};

const read = (values: Partial<KeyFormValues>, policy = OPEN_POLICY) =>
  readKeyForm(
    {
      name: "CI",
      environment: null,
      expiry: never,
      rows: [],
      permissions: null,
      addresses: "",
      ...values,
    },
    policy,
    now,
  );

describe("the form for a new key", () => {
  it("asks for exactly what was entered, the name without its outer spaces", () => {
    const rows = [{ id: 1, name: "service", value: "payments" }];
    const expiry = { kind: "span", seconds: 604_800 } as const;
    expect(read({ name: " CI ", expiry, rows })).toEqual({
      ok: true,
      input: { name: "CI", expiresIn: 604_800, metadata: { service: "payments" } },
    });
  });

  it("says nothing of metadata where there is none, and says null for no expiration", () => {
    expect(read({})).toEqual({
      ok: true,
      input: { name: "CI", expiresIn: null },
    });
  });

  it("says nothing of permissions that were not touched, and says so where none are wanted", () => {
    expect(read({ permissions: { reports: ["read"] } })).toMatchObject({
      input: { permissions: { reports: ["read"] } },
    });
    expect(read({ permissions: {} })).toMatchObject({ input: { permissions: {} } });
    expect(read({})).toEqual({ ok: true, input: { name: "CI", expiresIn: null } });
  });

  it("asks for the addresses, line by line", () => {
    expect(read({ addresses: " 10.0.0.0/8\n\n::1 " })).toMatchObject({
      input: { allowedAddresses: ["10.0.0.0/8", "::1"] },
    });
  });

  it("asks for the environment, and takes no date that it does not allow", () => {
    const policy = { ...OPEN_POLICY, environments: [development] };
    const on = (date: string) =>
      read({ environment: "development", expiry: { kind: "date", date } }, policy);
    expect(on("2026-03-20")).toMatchObject({ ok: true, input: { environment: "development" } });
    expect(on("2026-03-11")).toMatchObject({ ok: false, problems: { expiry: true } });
    expect(on("2026-06-11")).toMatchObject({ ok: false, problems: { expiry: true } });
  });

  it("takes a name as the policy allows it, and asks for none where none is given or required", () => {
    const name = { minLength: 3, maxLength: 5, required: false };
    const policy = { ...OPEN_POLICY, name };
    expect(read({ name: "12345" }, policy).ok).toBe(true);
    expect(read({ name: "123456" }, policy)).toMatchObject({ problems: { name: "too-long" } });
    expect(read({ name: "12" }, policy)).toMatchObject({ problems: { name: "too-short" } });
    expect(read({ name: " " }, policy)).toEqual({ ok: true, input: { expiresIn: null } });
    const requiring = { ...policy, name: { ...name, required: true } };
    expect(read({ name: " " }, requiring)).toMatchObject({ problems: { name: "missing" } });
  });

  it("names everything that stands in the way at once", () => {
    const rows = [{ id: 1, name: "", value: "x" }];
    const policy = { ...OPEN_POLICY, name: { ...OPEN_POLICY.name, required: true } };
    const expiry = { kind: "date", date: "" } as const;
    expect(read({ name: "", expiry, rows, addresses: "home" }, policy)).toEqual({
      ok: false,
      problems: {
        name: "missing",
        expiry: true,
        metadata: { row: 0, problem: { kind: "missing" } },
        addresses: { kind: "not-an-address", text: "home" },
      },
    });
  });
});
