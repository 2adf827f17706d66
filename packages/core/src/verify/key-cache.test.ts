import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MemoryRateLimiter } from "../limit/memory-rate-limiter.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { KeyCache, ProvenKey } from "./key-cache.ts";

const digests = fc.constantFrom(..."abcdefghij".split(""));
const ids = fc.constantFrom("1", "2", "3", "4", "5", "6");
const steps = fc.array(
  fc.oneof(
    fc.record({ act: fc.constant("set" as const), digest: digests, id: ids }),
    fc.record({ act: fc.constantFrom("get" as const, "delete" as const), digest: digests }),
  ),
  { maxLength: 60 },
);

test("whatever can be hit can be found by its record's id, so that it can be invalidated", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 9 }), steps, (capacity, sequence) => {
      const cache = new KeyCache(capacity);
      for (const step of sequence) {
        if (step.act === "set") cache.set(provenKey(step.digest, step.id));
        else {
          const hit = find(cache, step.digest);
          if (step.act === "delete" && hit !== undefined) cache.delete(hit);
        }
        for (const digest of "abcdefghij") {
          const hit = find(cache, digest);
          if (hit === undefined) continue;
          expect(cache.getById(hit.id)).toBe(hit);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test("it never holds more than its capacity, and never what was deleted or replaced", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 9 }), steps, (capacity, sequence) => {
      const cache = new KeyCache(capacity);
      const model = new Map<string, ProvenKey<unknown>>();
      for (const step of sequence) {
        const known = model.get(step.digest);
        if (step.act === "set") {
          const proven = provenKey(step.digest, step.id);
          cache.set(proven);
          for (const [digest, { id }] of model) if (id === step.id) model.delete(digest);
          model.set(step.digest, proven);
        } else if (step.act === "delete" && known !== undefined) {
          cache.delete(known);
          model.delete(step.digest);
        }
        expect([model.get(step.digest), undefined]).toContain(find(cache, step.digest));
        expect(cache.size).toBeLessThanOrEqual(capacity);
      }
    }),
    { numRuns: 500 },
  );
});

test("the last half of its capacity that was used is always there", () => {
  const cache = new KeyCache(6);
  const keys = Array.from({ length: 50 }, (_, index) => provenKey(`digest ${index}`, `${index}`));
  const [always] = keys;
  for (const [index, key] of keys.entries()) {
    cache.set(key);
    expect(find(cache, "digest 0"), `after ${index}`).toBe(always);
  }
  expect(find(cache, "digest 49")).toBe(keys[49]);
  expect(find(cache, "digest 1")).toBeUndefined();
});

test("a new proof takes the place of the old one of the same record, of the same key or another", () => {
  const cache = new KeyCache(10);
  const [first, second] = [provenKey("a", "1"), provenKey("b", "1")];
  cache.set(first);
  cache.set(second);
  expect(find(cache, "a")).toBeUndefined();
  expect(cache.getById("1")).toBe(second);
  const third = provenKey("b", "1");
  cache.set(third);
  expect(find(cache, "b")).toBe(third);
  expect(cache.size).toBe(1);
});

test("deleting a proof spares the one that has taken its place", () => {
  const cache = new KeyCache(10);
  const [old, renewed] = [provenKey("a", "1"), provenKey("a", "1")];
  cache.set(old);
  cache.set(renewed);
  cache.delete(old);
  expect(find(cache, "a")).toBe(renewed);
  expect(cache.getById("1")).toBe(renewed);
});

test("of keys that begin alike, or are of another form, each is found, and nothing else", () => {
  const cache = new KeyCache(10);
  const alike = ["a", "d", "g"].map((digest, index) => provenKey(digest, `${index}`));
  const foreign = provenKey("j", "9");
  for (const proven of [...alike, foreign]) cache.set(proven);
  for (const proven of [...alike, foreign]) expect(find(cache, proven.digest)).toBe(proven);
  expect(find(cache, "another")).toBeUndefined();
});

test("a mark that no key of our form has is told from those that some have", () => {
  const cache = new KeyCache(10);
  cache.set(provenKey("a", "1"));
  cache.set(provenKey("j", "2"));
  expect(cache.mayHold(markOf("a") ?? 0)).toBe(true);
  expect([0, 1, 2].filter((mark) => cache.mayHold(mark))).toHaveLength(1);
});

test("what is likely to be looked for is the first of those that begin so", () => {
  const cache = new KeyCache(10);
  const [first, second] = [provenKey("a", "1"), provenKey("d", "2")];
  cache.set(first);
  cache.set(second);
  expect(cache.likely(markOf("d") ?? 0)).toBe(first);
  cache.delete(first);
  expect(cache.likely(markOf("d") ?? 0)).toBeUndefined();
  expect(find(cache, "d")).toBe(second);
});

/** As if keys began in three ways; the last letter stands for one of another form. */
function markOf(digest: string): number | null {
  return digest === "j" ? null : digest.charCodeAt(0) % 3;
}

/** For one without a mark, with the mark that others have: any text makes one. */
function find(cache: KeyCache<unknown>, digest: string): ProvenKey<unknown> | undefined {
  return cache.get(markOf(digest) ?? 1, digest);
}

function provenKey(digest: string, id: string): ProvenKey<unknown> {
  return new ProvenKey(
    { digest, mark: markOf(digest), id, hash: "hash" },
    new MemoryRateLimiter(manualClock()).of(id),
  );
}
