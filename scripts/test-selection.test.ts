import { expect, test } from "vitest";
import { runnerArguments, runsBrowserTests } from "./test-selection.mjs";

test.each([
  [[], true],
  [["--project", "unit"], false],
  [["--project=unit", "packages/core"], false],
  [["--project", "unit", "--project", "browser"], true],
  [["--project=!browser"], true],
  [["packages/core", "-t", "bcrypt"], true],
  [["--project", "cluster"], false],
])("%j: %s", (args, expected) => {
  expect(runsBrowserTests(args)).toBe(expected);
});

test("tests of several servers run where they are asked for, and only then", () => {
  expect(runnerArguments(["--project", "cluster"])).toEqual(["--project", "cluster"]);
  expect(runnerArguments(["--project=unit"])).toEqual(["--project=unit"]);
  expect(runnerArguments(["packages/core"])).toEqual([
    "packages/core",
    "--project",
    "unit",
    "--project",
    "browser",
  ]);
});
