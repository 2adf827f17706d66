import { describe, expect, it } from "vitest";
import { either, grantableOf, isGranted, isSamePermissions, toggled } from "./permissions.ts";

describe("permissions that are picked", () => {
  it("come and go one by one, and a resource with its last action", () => {
    const read = toggled({}, "reports", "read");
    expect(read).toEqual({ reports: ["read"] });
    const both = toggled(read, "reports", "write");
    expect(both).toEqual({ reports: ["read", "write"] });
    expect(toggled(both, "reports", "read")).toEqual({ reports: ["write"] });
    expect(toggled(read, "reports", "read")).toEqual({});
    expect(read).toEqual({ reports: ["read"] });
  });

  it("are either all of a resource's or some", () => {
    const all = toggled({ files: ["read", "write"], reports: ["read"] }, "files", "*");
    expect(all).toEqual({ files: ["*"], reports: ["read"] });
    expect(toggled(all, "files", "read")).toEqual({ files: ["read"], reports: ["read"] });
    expect(toggled(all, "files", "*")).toEqual({ reports: ["read"] });
  });

  it("are looked up by their own names only", () => {
    expect(isGranted({}, "toString", "name")).toBe(false);
    expect(isGranted({ a: ["b"] }, "a", "b")).toBe(true);
  });
});

it("of the defaults only what may be granted is offered as chosen", () => {
  const grantable = { reports: ["read"], files: ["*"] };
  expect(
    grantableOf({ reports: ["read", "write"], files: ["list"], users: ["read"] }, grantable),
  ).toEqual({ reports: ["read"], files: ["list"] });
});

it("what a key holds is offered beside what may be granted, each action once", () => {
  const held = { reports: ["read", "delete"], users: ["*"] };
  expect(either({ reports: ["read", "write"], files: [] }, held)).toEqual({
    reports: ["read", "write", "delete"],
    users: ["*"],
  });
});

it("permissions are the same in any order, and no resource is the same as one without actions", () => {
  expect(isSamePermissions({ a: ["x", "y"], b: ["z"] }, { b: ["z"], a: ["y", "x"] })).toBe(true);
  expect(isSamePermissions({}, { a: [] })).toBe(true);
  expect(isSamePermissions({ a: ["x"] }, { a: ["*"] })).toBe(false);
  expect(isSamePermissions({ a: ["x"] }, {})).toBe(false);
});
