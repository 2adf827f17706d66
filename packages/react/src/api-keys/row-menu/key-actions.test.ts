import { expect, it } from "vitest";
import { actionsFor } from "./key-actions.ts";

it("offers deletion only of keys that are over, and no change of those", () => {
  expect(actionsFor("revoked")).toEqual(["details", "delete"]);
  expect(actionsFor("expired")).toEqual(["details", "delete"]);
  expect(actionsFor("active")).toEqual(["details", "edit", "rotate", "disable", "revoke"]);
  expect(actionsFor("expiring")).toEqual(["details", "edit", "rotate", "disable", "revoke"]);
  expect(actionsFor("disabled")).toEqual(["details", "edit", "enable", "revoke"]);
});

it("does not offer to rotate a key that has been replaced already", () => {
  expect(actionsFor("rotating")).toEqual(["details", "edit", "disable", "revoke"]);
});
