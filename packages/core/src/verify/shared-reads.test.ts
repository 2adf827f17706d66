import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SharedReads } from "./shared-reads.ts";

/** Reads that end one by one, when they are told to. */
function heldReads() {
  const begun: PromiseWithResolvers<string>[] = [];
  const reads = new SharedReads<string>(() => {
    const read = Promise.withResolvers<string>();
    begun.push(read);
    return read.promise;
  });
  return { reads, begun };
}

test("who asks before a read begins shares it; who asks after waits for the next", async () => {
  const { reads, begun } = heldReads();
  const first = reads.read("name");
  const later = [reads.read("name"), reads.read("name")];
  expect(begun).toHaveLength(1);
  begun[0]?.resolve("one");
  expect(await first).toBe("one");
  expect(begun).toHaveLength(2);
  const last = reads.read("name");
  begun[1]?.resolve("two");
  expect(await Promise.all(later)).toEqual(["two", "two"]);
  begun[2]?.resolve("three");
  expect(await last).toBe("three");
  expect(begun).toHaveLength(3);
});

test("reads of another name do not wait", async () => {
  const { reads, begun } = heldReads();
  const first = reads.read("a");
  const other = reads.read("b");
  begun[1]?.resolve("b");
  expect(await other).toBe("b");
  begun[0]?.resolve("a");
  expect(await first).toBe("a");
});

test("a read that fails has failed for those who wait for the next, and for nobody who asks later", async () => {
  const { reads, begun } = heldReads();
  const together = Promise.allSettled([reads.read("name"), reads.read("name")]);
  begun[0]?.reject(new Error("away"));
  expect((await together).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  const later = reads.read("name");
  begun[1]?.resolve("back");
  expect(await later).toBe("back");
});

test("a read that throws instead of rejecting is one that failed", async () => {
  let isAway = true;
  const reads = new SharedReads<string>(() => {
    if (isAway) throw new Error("away");
    return Promise.resolve("back");
  });
  await expect(reads.read("name")).rejects.toThrow("away");
  isAway = false;
  expect(await reads.read("name")).toBe("back");
});

test("however reads end, nobody is answered by one that began before they asked, and one is under way at a time", async () => {
  const names = fc.constantFrom("a", "b");
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(names, { maxLength: 30 }), async (s, asked) => {
      let moment = 0;
      const underWay = new Set<string>();
      const reads = new SharedReads<number>(async (name) => {
        const beganAt = (moment += 1);
        expect(underWay.has(name)).toBe(false);
        underWay.add(name);
        await s.schedule(Promise.resolve());
        underWay.delete(name);
        return beganAt;
      });
      const answers = asked.map(async (name) => {
        await s.schedule(Promise.resolve());
        const askedAt = (moment += 1);
        expect(await reads.read(name)).toBeGreaterThan(askedAt);
      });
      await s.waitFor(Promise.all(answers));
    }),
    { numRuns: 300 },
  );
});
