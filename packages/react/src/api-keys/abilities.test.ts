import { expect, it } from "vitest";
import { OPEN_POLICY } from "../client/key-policy.ts";
import { abilitiesUnder } from "./abilities.ts";
import { actionsFor } from "./row-menu/key-actions.ts";

const none = { create: false, update: false, delete: false };

it("until the server has said, one's own keys can be managed and an organization's only looked at", () => {
  expect(abilitiesUnder(undefined, true)).toEqual({ create: true, update: true, delete: true });
  expect(abilitiesUnder(undefined, false)).toEqual(none);
  const can = { create: false, update: true, delete: false };
  expect(abilitiesUnder({ ...OPEN_POLICY, can }, false)).toEqual(can);
});

it("only what may be done is offered", () => {
  const may = { update: { ...none, update: true }, delete: { ...none, delete: true } };
  expect(actionsFor("active", may.update)).toEqual(["details", "edit", "rotate", "disable"]);
  expect(actionsFor("active", may.delete)).toEqual(["details", "revoke"]);
  expect(actionsFor("revoked", may.update)).toEqual(["details"]);
  expect(actionsFor("disabled", none)).toEqual(["details"]);
});
