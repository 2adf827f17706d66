import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashOfFiles } from "./page-build.ts";

let root: string;
const hash = () => hashOfFiles(root, ["page/**/*", "lock.json"]);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "latchkey-inputs-"));
  mkdirSync(join(root, "page", "parts"), { recursive: true });
  writeFileSync(join(root, "lock.json"), "{}");
  writeFileSync(join(root, "page", "parts", "card.tsx"), "one");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe("the hash of a build's inputs changes when a file is", () => {
  test.each([
    ["edited", () => writeFileSync(join(root, "page", "parts", "card.tsx"), "two")],
    ["added", () => writeFileSync(join(root, "page", "new.ts"), "")],
    ["removed", () => rmSync(join(root, "lock.json"))],
    ["renamed", () => renameSync(join(root, "page", "parts"), join(root, "page", "pieces"))],
  ])("%s", (_, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });
});

test("it stays when a file is touched, a test is added, or something else changes", () => {
  const before = hash();
  utimesSync(join(root, "lock.json"), 1, 1);
  writeFileSync(join(root, "page", "parts", "card.test.tsx"), "");
  writeFileSync(join(root, "README.md"), "");
  expect(hash()).toBe(before);
});

test("what moves from one file to the next changes it", () => {
  writeFileSync(join(root, "page", "a"), "12");
  writeFileSync(join(root, "page", "b"), "3");
  const before = hash();
  writeFileSync(join(root, "page", "a"), "1");
  writeFileSync(join(root, "page", "b"), "23");
  expect(hash()).not.toBe(before);
});
