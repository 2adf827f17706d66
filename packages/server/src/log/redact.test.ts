import { generateKey, systemRandom } from "@latchkey/core";
import { expect, test } from "vitest";
import { createLogger } from "./logger.ts";
import { loggableError, redact } from "./redact.ts";

const { key, start } = generateKey("app_live-", systemRandom);
const secret = key.slice(start.length);

test("a key in a text is replaced, and so is one that lacks its end", () => {
  expect(redact(`no such key: ${key}!`)).toBe("no such key: app_live-[redacted]!");
  expect(redact(key.slice(0, -5))).not.toContain(secret.slice(0, 8));
});

test("a start stays: it is what keys are told apart by", () => {
  expect(redact(`refused ${start}`)).toBe(`refused ${start}`);
});

test("an error loses keys in its message, its stack and its causes, and all other properties", () => {
  const error = new Error(`cannot read ${key}`, { cause: new Error(key) });
  const logged = JSON.stringify(loggableError(Object.assign(error, { request: key })));
  expect(logged).toContain("cannot read");
  expect(logged).not.toContain(secret.slice(0, 8));
});

test("the logger passes errors through this", () => {
  const lines: string[] = [];
  createLogger({ write: (line) => lines.push(line) }).error({ err: new Error(key) }, "failed");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("failed");
  expect(lines[0]).not.toContain(secret);
});
