import { describe, expect, test } from "vitest";
import { describeInstallFailure, isInstalled } from "./install-dependencies.mjs";

const lock = (packages: Record<string, object>) => JSON.stringify({ packages });
const wanted = lock({
  "": { name: "workspace" },
  "node_modules/hono": { version: "4.1.0" },
  "node_modules/for-another-platform": { version: "1.0.0", optional: true },
});

describe("what counts as installed", () => {
  test("every package of the lock file, in its version, optional ones aside", () => {
    expect(isInstalled(wanted, lock({ "node_modules/hono": { version: "4.1.0" } }))).toBe(true);
  });

  test.each([
    ["nothing was ever installed", null],
    ["a package is missing", lock({})],
    ["a package has another version", lock({ "node_modules/hono": { version: "4.0.9" } })],
    [
      "an optional package has another version",
      lock({
        "node_modules/hono": { version: "4.1.0" },
        "node_modules/for-another-platform": { version: "0.9.0" },
      }),
    ],
    ["npm's note is damaged", "{"],
  ])("not when %s", (_, installed) => {
    expect(isInstalled(wanted, installed)).toBe(false);
  });
});

describe("a failed installation is told in one sentence", () => {
  test.each([
    ["npm error code EAI_AGAIN\nnpm error request to https://registry failed", "cannot be reached"],
    ["npm error code EACCES", "cannot be written to"],
    ["npm error code ENOSPC", "the disk is full"],
  ])("%j", (errors, sentence) => {
    expect(describeInstallFailure(errors, "The dependencies")).toContain(sentence);
    expect(describeInstallFailure(errors, "The dependencies")).not.toContain("\n");
  });

  test("what is not known is told in npm's words", () => {
    expect(describeInstallFailure("npm error code ERESOLVE\n", "The dependencies")).toContain(
      "npm error code ERESOLVE",
    );
  });
});
