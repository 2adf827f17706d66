import { expect, it } from "vitest";
import { settingsViews } from "./settings-view.ts";

const views = (hasApiKeys: boolean, isAdministrator: boolean) =>
  settingsViews({ hasApiKeys, isAdministrator });

it("views of keys are there where keys are enabled, and the overview for administrators only", () => {
  const always = ["ACCOUNT", "SECURITY"];
  expect(views(false, true)).toEqual(always);
  expect(views(true, false)).toEqual([...always, "API_KEYS", "WEBHOOKS"]);
  expect(views(true, true)).toEqual([...always, "API_KEYS", "WEBHOOKS", "API_KEYS_OVERVIEW"]);
});
