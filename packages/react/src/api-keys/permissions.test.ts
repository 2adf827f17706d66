import { describe, expect, it } from "vitest";
import { grantableOf, isGranted, toggled } from "./permissions.ts";

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
