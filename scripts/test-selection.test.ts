import { expect, test } from "vitest";
import { runsBrowserTests } from "./test-selection.mjs";

test.each([
  [[], true],
  [["--project", "unit"], false],
  [["--project=unit", "packages/core"], false],
  [["--project", "unit", "--project", "browser"], true],
  [["--project=!browser"], true],
  [["packages/core", "-t", "bcrypt"], true],
])("%j: %s", (args, expected) => {
  expect(runsBrowserTests(args)).toBe(expected);
});
