import * as fc from "fast-check";
import { expect, test } from "vitest";
import { generateKey } from "../key/generate.ts";
import { systemRandom } from "../port/random.ts";
import { SeenStarts, startMark } from "./seen-starts.ts";

const CAPACITY = 1_000;
const newKey = () => generateKey("app_", systemRandom).key;

test("what was added is there, whatever it is", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 80 })), (texts) => {
      const seen = new SeenStarts(2);
      for (const text of texts) seen.add(startMark(text));
      for (const text of texts) expect(seen.has(startMark(text))).toBe(true);
    }),
  );
});

test("nearly all of what was not added is not, even when it is full", () => {
  const seen = new SeenStarts(CAPACITY);
  for (let added = 0; added < CAPACITY; added += 1) seen.add(startMark(newKey()));
  const others = Array.from({ length: 1_000 }, newKey);
  expect(others.filter((key) => seen.has(startMark(key))).length).toBeLessThan(250);
});

test("keys of one start have one mark, whatever their secrets", () => {
  const { key, start } = generateKey("app_", systemRandom);
  const another = start + newKey().slice(start.length);
  expect(startMark(another)).toBe(startMark(key));
});
