import { describe, expect, it } from "vitest";
import { envFileName, envLine, variableName } from "./env-line.ts";

describe("the variable's name", () => {
  it.each([
    ["Production - Payment Service", "PRODUCTION_PAYMENT_SERVICE_API_KEY"],
    ["CI/CD - GitHub Actions", "CI_CD_GITHUB_ACTIONS_API_KEY"],
    ["Production API Key", "PRODUCTION_API_KEY"],
    ["mail key", "MAIL_API_KEY"],
    ["Été 2026", "ETE_2026_API_KEY"],
    ["3rd party", "RD_PARTY_API_KEY"],
    ["API key", "API_KEY"],
    ["本番", "API_KEY"],
    ["", "API_KEY"],
  ])("for %j is %s", (keyName, name) => {
    expect(variableName(keyName)).toBe(name);
  });

  it("is always one that a shell takes", () => {
    for (const keyName of ["1", "_", "--", "a\nB=c", "$(rm)", "🔑", "9".repeat(100)]) {
      expect(variableName(keyName)).toMatch(/^[A-Z][A-Z0-9_]*$/);
    }
  });
});

describe("the line", () => {
  it("holds a key as it is: letters, digits, dashes and underscores need no quotes", () => {
    expect(envLine("API_KEY", "app_sk-live_a1B2")).toBe("API_KEY=app_sk-live_a1B2\n");
  });

  it("quotes what a shell or a parser of .env files would read otherwise", () => {
    expect(envLine("API_KEY", "a #b$c")).toBe("API_KEY='a #b$c'\n");
  });
});

it("the file's name does not begin with the dot that browsers would take away", () => {
  expect(envFileName("CI_CD_API_KEY")).toBe("ci-cd-api-key.env");
});
