import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";
import { BELIEF, FEED_MARGIN, MAX_CHANGES, READ_ANEW_AFTER } from "./change-feed.ts";

const OWNER = "owner";
const INTERVAL = 1_000;
/** The owner is read each second as ever: what is counted here are reads of records. */
const RECORD = "findById";

/** Lets time pass, in steps, with all that falls due in it. */
async function pass({ clock, timers }: TestEngine, milliseconds: number, step = 100) {
  for (let passed = 0; passed < milliseconds; passed += step) {
    clock.advance(step);
    timers.advance(step);
    await settle();
  }
}

/** Lets everything happen that waits for nothing but promises. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A process that looks each second, with a key that it knows, and another process on the same store. */
async function twoProcesses() {
  const store = new MemoryKeyStore();
  const here = testEngine({ store });
  const there = testEngine({ store, clock: manualClock(here.clock.now()) });
  const { key, record } = await here.engine.create({ referenceId: OWNER });
  const reference = { id: record.id, referenceId: OWNER };
  const outcome = async () => (await here.engine.verify(key)).outcome;
  await outcome();
  // Its record is read once more, which wakes the feed; and again, when that has begun to look.
  for (let second = 0; second < 3; second += 1) {
    await pass(here, INTERVAL);
    await outcome();
  }
  here.resetCalls();
  return { store, here, there, key, reference, outcome };
}

test("while it looks, no record is read that was not changed", async () => {
  const { here, outcome } = await twoProcesses();
  for (let time = 0; time < 20_000; time += 500) {
    await pass(here, 500);
    expect(await outcome()).toBe("valid");
  }
  expect(here.store.calls(RECORD)).toBe(0);
  expect(here.store.calls("listChanged")).toBe(20);
});

test("a record is read anew after half a minute all the same", async () => {
  const { here, outcome } = await twoProcesses();
  for (let time = 0; time < READ_ANEW_AFTER + 1_000; time += 1_000) {
    await pass(here, 1_000);
    await outcome();
  }
  expect(here.store.calls(RECORD)).toBe(1);
});

describe("what another process does is seen with the next look:", () => {
  test.each([
    ["revoke", "API_KEY_REVOKED"],
    ["disable", "API_KEY_DISABLED"],
    ["delete", "API_KEY_INVALID"],
  ] as const)("%s", async (operation, refusal) => {
    const { here, there, reference, outcome } = await twoProcesses();
    if (operation === "disable") await there.engine.update({ ...reference, enabled: false });
    else await there.engine[operation](reference);
    expect(await outcome()).toBe("valid");
    await pass(here, INTERVAL);
    expect(await outcome()).toBe(refusal);
  });

  test("by a clock that is two seconds behind, or ahead", async () => {
    for (const apart of [-2_000, 2_000]) {
      const { here, there, reference, outcome } = await twoProcesses();
      there.clock.advance(here.clock.now() - there.clock.now() + apart);
      await there.engine.revoke(reference);
      await pass(here, INTERVAL);
      expect(await outcome()).toBe("API_KEY_REVOKED");
    }
  });

  test("and what took so long to be written that its moment is out of reach", async () => {
    const { here, there, reference, outcome } = await twoProcesses();
    there.clock.advance(here.clock.now() - there.clock.now());
    const gate = there.store.hold("update", "before");
    const revoking = there.engine.revoke(reference);
    await gate.arrived();
    for (let second = 0; second < 3 * FEED_MARGIN; second += INTERVAL) {
      await pass(here, INTERVAL);
      there.clock.advance(INTERVAL);
      await outcome();
    }
    gate.open();
    await revoking;
    await pass(here, INTERVAL);
    expect(await outcome()).toBe("API_KEY_REVOKED");
  });
});

describe("records are read one by one, as without looking,", () => {
  test("while the looking fails", async () => {
    const { here, there, reference, outcome } = await twoProcesses();
    here.store.fail(new Error("away"), ["listChanged"]);
    await there.engine.revoke(reference);
    await pass(here, INTERVAL * BELIEF);
    expect(await outcome()).toBe("API_KEY_REVOKED");
    expect(here.faults.map(({ during }) => during)).toContain("feed");
  });

  test("in a process that was stopped for a while", async () => {
    const { here, there, reference, outcome } = await twoProcesses();
    await there.engine.revoke(reference);
    here.clock.advance(30_000);
    expect(await outcome()).toBe("API_KEY_REVOKED");
  });

  test("when more was changed than it takes in", async () => {
    const { here, store, there, reference, outcome } = await twoProcesses();
    const listed = await store.listChanged({ since: new Date(0), limit: 1 });
    const many = Array.from({ length: MAX_CHANGES }, (_, index) => ({
      id: `other ${index}`,
      at: listed[0]?.at ?? new Date(),
    }));
    store.listChanged = async ({ limit }) => many.slice(0, limit);
    await there.engine.revoke(reference);
    await pass(here, INTERVAL);
    expect(await outcome()).toBe("API_KEY_REVOKED");
  });
});

test("it ends a minute after the last use of a key, and begins again with the next", async () => {
  const { here, there, reference, outcome } = await twoProcesses();
  await pass(here, 120_000, 1_000);
  const looks = here.store.calls("listChanged");
  await pass(here, 60_000, 1_000);
  expect(here.store.calls("listChanged")).toBe(looks);
  expect(await outcome()).toBe("valid");
  await pass(here, INTERVAL);
  expect(here.store.calls("listChanged")).toBe(looks + 1);
  await there.engine.revoke(reference);
  await pass(here, INTERVAL);
  expect(await outcome()).toBe("API_KEY_REVOKED");
});

test("it ends with the engine", async () => {
  const { here } = await twoProcesses();
  await here.engine.close();
  here.resetCalls();
  await pass(here, 10_000);
  expect(here.store.calls("listChanged")).toBe(0);
});

test("whatever happens when, nothing is accepted one and a half intervals after it was revoked", async () => {
  const step = fc.record({
    wait: fc.constantFrom(0, 1, 250, 499, 1_000, 1_501),
    action: fc.constantFrom(
      "verify",
      "verify",
      "verify",
      "revoke",
      "fail",
      "heal",
      "stall",
      "touch",
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { here, there, reference, outcome } = await twoProcesses();
      let revokedAt: number | null = null;
      for (const { wait, action } of steps) {
        // While it is stalled, the clock goes on and nothing runs.
        if (action === "stall") here.clock.advance(wait * 7);
        else await pass(here, wait, Math.max(1, wait));
        if (action === "fail") here.store.fail(new Error("away"), ["listChanged"]);
        if (action === "heal") here.store.heal();
        there.clock.advance(Math.max(0, here.clock.now() - there.clock.now()));
        if (action === "touch" && revokedAt === null) {
          await there.engine.update({ ...reference, name: `name ${wait}` });
        }
        if (action === "revoke" && revokedAt === null) {
          await there.engine.revoke(reference);
          revokedAt = here.clock.now();
        }
        const accepted = (await outcome()) === "valid";
        if (revokedAt === null) expect(accepted).toBe(true);
        else if (here.clock.now() - revokedAt >= INTERVAL * BELIEF) expect(accepted).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});
