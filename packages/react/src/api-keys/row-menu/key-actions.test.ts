import { expect, it } from "vitest";
import { actionsFor } from "./key-actions.ts";

it("offers deletion only of keys that are over, and nothing else for those", () => {
  expect(actionsFor("revoked")).toEqual(["delete"]);
  expect(actionsFor("expired")).toEqual(["delete"]);
  expect(actionsFor("active")).toEqual(["rename", "rotate", "disable", "revoke"]);
  expect(actionsFor("expiring")).toEqual(["rename", "rotate", "disable", "revoke"]);
  expect(actionsFor("disabled")).toEqual(["rename", "enable", "revoke"]);
});

it("does not offer to rotate a key that has been replaced already", () => {
  expect(actionsFor("rotating")).toEqual(["rename", "disable", "revoke"]);
});
