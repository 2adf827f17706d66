import { expect, test } from "vitest";
import { generateKey } from "../key/generate.ts";
import { systemRandom } from "../port/random.ts";
import { startMark } from "./start-mark.ts";

const newKey = () => generateKey("app_", systemRandom);

test("keys of one start have one mark, whatever their secrets", () => {
  const { key, start } = newKey();
  const another = start + newKey().key.slice(start.length);
  expect(startMark(another)).toBe(startMark(key));
});

test("nearly all keys have a mark of their own", () => {
  const marks = Array.from({ length: 10_000 }, () => startMark(newKey().key));
  expect(new Set(marks).size).toBeGreaterThan(9_990);
});

test("whatever is no key has a whole number for a mark all the same", () => {
  for (const text of ["", "a", "é".repeat(60), "\u{1F511}".repeat(60)]) {
    expect(Number.isInteger(startMark(text)), text).toBe(true);
  }
});
