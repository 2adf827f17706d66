import { API_KEY_ERROR_CODES } from "@latchkey/better-auth/client";
import { expect, it } from "vitest";
import { RequestFailure } from "../../request/failure.ts";
import { type KeyField, refusedField } from "./field-refusal.ts";

const ALL: ReadonlySet<KeyField> = new Set([
  "name",
  "expiry",
  "permissions",
  "metadata",
  "addresses",
]);
const refused = (code: string | null, fields = ALL) =>
  refusedField(new RequestFailure(400, code, "No."), fields);

it("a refusal is told at the field that it is about", () => {
  expect(refused("INVALID_NAME")).toBe("name");
  expect(refused("EXPIRATION_REQUIRED")).toBe("expiry");
  expect(refused("PERMISSIONS_NOT_GRANTABLE")).toBe("permissions");
  expect(refused("INVALID_RATE_LIMIT")).toBe("metadata");
  expect(refused("INVALID_ADDRESSES")).toBe("addresses");
});

it("a refusal that is about no field, or one that was not filled in, is told of the whole form", () => {
  expect(refused("KEY_REVOKED")).toBeNull();
  expect(refused("toString")).toBeNull();
  expect(refused(null)).toBeNull();
  expect(refused("PERMISSIONS_NOT_GRANTABLE", new Set<KeyField>(["metadata"]))).toBeNull();
  expect(refusedField(null, ALL)).toBeNull();
});

it("every code about names, metadata, permissions and addresses that the server has leads to a field", () => {
  const codes = Object.keys(API_KEY_ERROR_CODES).filter(
    (code) => /NAME|METADATA|PERMISSIONS|ADDRESSES/.test(code) && !code.startsWith("INSUFFICIENT"),
  );
  expect(codes.length).toBeGreaterThan(5);
  expect(codes.filter((code) => refused(code) === null)).toEqual([]);
});
