import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Hasher } from "../port/hasher.ts";
import { faulty } from "../testing/faulty.ts";
import { instantHasher } from "../testing/instant-hasher.ts";
import { boundedHasher, concurrentHashes } from "./bounded-hasher.ts";

/** A hasher whose runs end when they are told to, in the order in which they began. */
function steppedHasher() {
  const underWay: { key: string; end: (outcome: "done" | "failed") => void }[] = [];
  const begun: string[] = [];
  let most = 0;
  const run = (key: string) =>
    new Promise<string>((resolve, reject) => {
      begun.push(key);
      underWay.push({
        key,
        end: (outcome) => {
          if (outcome === "done") resolve(`hash of ${key}`);
          else reject(new Error(`no hash of ${key}`));
        },
      });
      most = Math.max(most, underWay.length);
    });
  const hasher: Hasher = {
    hash: run,
    verify: async (key) => (await run(key)) !== "",
    needsRehash: () => false,
  };
  return {
    hasher,
    begun,
    most: () => most,
    underWay: () => underWay.length,
    end: (index: number, outcome: "done" | "failed") => {
      underWay.splice(index, 1)[0]?.end(outcome);
    },
  };
}

/** Long enough for every continuation that waits for nothing but others. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("never are more runs under way than allowed, and all are begun in the order asked", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(
        fc.oneof(
          fc.constantFrom("hash" as const, "verify" as const),
          fc.record({
            index: fc.nat(),
            outcome: fc.constantFrom("done" as const, "failed" as const),
          }),
        ),
        { maxLength: 40 },
      ),
      async (concurrency, steps) => {
        const stepped = steppedHasher();
        const bounded = boundedHasher(stepped.hasher, concurrency);
        const asked: string[] = [];
        const answers: Promise<unknown>[] = [];
        let ended = 0;
        for (const step of steps) {
          if (typeof step === "string") {
            const key = `key ${asked.length}`;
            asked.push(key);
            const answer = step === "hash" ? bounded.hash(key) : bounded.verify(key, "any");
            answers.push(answer.catch(() => "failed"));
          } else if (stepped.underWay() > 0) {
            stepped.end(step.index % stepped.underWay(), step.outcome);
            ended += 1;
          }
          await turn();
          // No place stays empty while somebody waits, after a failure neither.
          expect(stepped.underWay()).toBe(Math.min(concurrency, asked.length - ended));
        }
        expect(stepped.most()).toBeLessThanOrEqual(concurrency);
        while (stepped.underWay() > 0) {
          stepped.end(0, "done");
          await turn();
        }
        await Promise.all(answers);
        expect(stepped.begun).toEqual(asked);
      },
    ),
    { numRuns: 50 },
  );
});

test("answers what the hasher answers, failures included", async () => {
  const inner = faulty(instantHasher());
  const bounded = boundedHasher(inner.port, 1);
  const hash = await bounded.hash("key");
  expect(await bounded.verify("key", hash)).toBe(true);
  expect(await bounded.verify("other", hash)).toBe(false);
  expect(bounded.needsRehash(hash)).toBe(false);
  expect(bounded.needsRehash("another")).toBe(true);
  inner.fail(new Error("broken"));
  await expect(bounded.hash("key")).rejects.toThrow("broken");
  inner.heal();
  expect(await bounded.verify("key", hash)).toBe(true);
});

test.each([
  [1, 4, 1],
  [2, 4, 1],
  [4, 4, 3],
  [64, 4, 3],
  [64, 128, 63],
  [8, 1, 1],
])("%d cores and %d threads of the pool allow %d runs at once", (cores, threads, runs) => {
  expect(concurrentHashes(cores, threads)).toBe(runs);
});
