import { describe, expect, it } from "vitest";
import { ENGLISH } from "../localization/english.ts";
import { environmentTitle, namePlaceholder } from "./environment-text.ts";

describe("an environment", () => {
  it.each([
    ["development", "Development", "Development - Local Testing"],
    ["production", "Production", "Production - Payment Service"],
    ["ci", "CI", "CI/CD - GitHub Actions"],
    ["pre-production", "Pre production", "Pre production - Payment Service"],
    ["load_test", "Load test", "Load test - Payment Service"],
    ["toString", "ToString", "ToString - Payment Service"],
  ])("%j is called %s, and a key in it, say, %s", (name, title, placeholder) => {
    expect(environmentTitle(name, ENGLISH)).toBe(title);
    expect(namePlaceholder(name, ENGLISH)).toBe(placeholder);
  });

  it("is not spoken of where there are none", () => {
    expect(namePlaceholder(null, ENGLISH)).toBe(ENGLISH.API_KEY_NAME_PLACEHOLDER);
  });
});
