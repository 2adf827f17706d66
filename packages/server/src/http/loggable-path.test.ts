import { generateKey, systemRandom } from "@latchkey/core";
import { expect, test } from "vitest";
import { loggablePath } from "./loggable-path.ts";

const { key } = generateKey("app_", systemRandom);

test("a path without secrets is logged as it is", () => {
  for (const path of ["/", "/api/auth/api-key/create", "/assets/index-BX3kd92k.js"]) {
    expect(loggablePath(path, "/*")).toBe(path);
  }
});

test.each([
  ["a key", `/settings/${key}`],
  ["a part of a key", `/settings/${key.slice(-20)}`],
  ["a token", "/api/auth/reset-password/cpcy8HYXJ80kYPxAHKrpGrFAXmyMcAqb"],
  ["a key behind percent signs", `/settings/%61${key}`],
  ["anything behind percent signs", "/settings/%41%42"],
])("one with %s is logged as the pattern of its route", (_, path) => {
  expect(loggablePath(path, "/settings/:view")).toBe("/settings/:view");
});
