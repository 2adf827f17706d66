import * as fc from "fast-check";
import { expect, it } from "vitest";
import { KeyOperationError } from "../code/operation-error.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { scheduledStore } from "../testing/scheduled-store.ts";
import { testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";

/** Two processes on one store, whose clock moves with each look at it, so that no two changes share a moment. */
async function twoProcesses(scheduler: fc.Scheduler) {
  const store = new MemoryKeyStore();
  const clock = manualClock();
  const ticking = {
    ...clock,
    now: () => {
      clock.advance(1);
      return clock.now();
    },
  };
  const setUp = testEngine({ store, clock });
  const { key, record } = await setUp.engine.create({
    referenceId: OWNER,
    metadata: { rateLimit: 100 },
  });
  const engineOn = () =>
    testEngine({ store: scheduledStore(store, scheduler), clock: ticking }).engine;
  const verifyAnew = async (each: string) =>
    (await testEngine({ store, clock }).engine.verify(each)).outcome;
  const reference = { id: record.id, referenceId: OWNER };
  const active = async () =>
    (await setUp.engine.list({ referenceId: OWNER, status: "active" })).records;
  return { here: engineOn(), there: engineOn(), key, reference, verifyAnew, active };
}

/** The key that came of it, or the code of the refusal. */
async function settle(
  rotation: Promise<{ key: string }>,
): Promise<{ key?: string; code?: string }> {
  try {
    return { key: (await rotation).key };
  } catch (error) {
    if (error instanceof KeyOperationError) return { code: error.code };
    throw error;
  }
}

it("whichever way a revocation and a rotation cross, nothing that came of the key works afterwards", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { here, there, key, reference, verifyAnew, active } = await twoProcesses(scheduler);
      const rotation = settle(here.rotate(reference));
      const revocation = there.revoke(reference);
      await scheduler.waitFor(Promise.all([rotation, revocation]));
      const { key: successor } = await rotation;
      expect(await verifyAnew(key)).toBe("API_KEY_REVOKED");
      if (successor !== undefined) expect(await verifyAnew(successor)).toBe("API_KEY_REVOKED");
      expect(await active()).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it("of two rotations at once, one key comes that works, and no other does", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { here, there, reference, verifyAnew, active } = await twoProcesses(scheduler);
      const rotations = [settle(here.rotate(reference)), settle(there.rotate(reference))];
      const settled = await scheduler.waitFor(Promise.all(rotations));
      const outcomes = await Promise.all(
        settled.map(async ({ key }) => (key === undefined ? "none" : verifyAnew(key))),
      );
      const working = (await active()).filter(({ id }) => id !== reference.id);
      expect(outcomes.filter((outcome) => outcome !== "none")).toEqual(working.map(() => "valid"));
      expect(working.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 300 },
  );
});

it("a successor never has more than its predecessor was narrowed to meanwhile", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { here, there, reference, active } = await twoProcesses(scheduler);
      const rotation = settle(here.rotate(reference));
      const narrowing = there.update({ ...reference, metadata: { rateLimit: 1 } });
      await scheduler.waitFor(Promise.all([rotation, narrowing]));
      const successor = (await active()).find(({ id }) => id !== reference.id);
      const narrowedFirst = (await narrowing).replacedById === null;
      if (narrowedFirst && successor !== undefined) {
        expect(successor.metadata).toEqual({ rateLimit: 1 });
      }
    }),
    { numRuns: 300 },
  );
});
