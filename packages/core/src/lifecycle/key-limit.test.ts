import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KeyOperationError } from "../code/operation-error.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { MemoryRegisters } from "../memory/memory-registers.ts";
import type { CreatedKey } from "./issue-key.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { scheduledStore } from "../testing/scheduled-store.ts";
import { testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";
const policy = { maxKeys: 3 };

async function codeOf(operation: Promise<unknown>): Promise<string> {
  try {
    await operation;
    return "done";
  } catch (error) {
    if (error instanceof KeyOperationError) return error.code;
    throw error;
  }
}

async function fullEngine() {
  const fixture = testEngine({ policy });
  const { engine } = fixture;
  const created: CreatedKey[] = [];
  for (let count = 0; count < 3; count += 1) {
    created.push(await engine.create({ referenceId: OWNER, expiresIn: 3_600 }));
  }
  const reference = (index: number) => ({
    id: created[index]?.record.id ?? "",
    referenceId: OWNER,
  });
  const createMore = () => codeOf(engine.create({ referenceId: OWNER }));
  return { ...fixture, created, reference, createMore };
}

describe("with three live keys allowed, and three there", () => {
  test("a fourth is refused, says how many there may be, and leaves no record", async () => {
    const { engine } = await fullEngine();
    await expect(engine.create({ referenceId: OWNER })).rejects.toThrow("There may be 3 live");
    expect((await engine.list({ referenceId: OWNER })).total).toBe(3);
  });

  test("the three work, and end when they were to end", async () => {
    const { engine, created, clock } = await fullEngine();
    for (const { key, record } of created) {
      expect(record.expiresAt).toEqual(new Date(clock.now() + 3_600_000));
      expect((await engine.verify(key)).outcome).toBe("valid");
    }
  });

  test("another owner's keys are counted apart", async () => {
    const { engine } = await fullEngine();
    expect(await codeOf(engine.create({ referenceId: "another" }))).toBe("done");
  });

  test("a key that is revoked, deleted or has expired makes room; one that is disabled does not", async () => {
    const { engine, reference, createMore, clock } = await fullEngine();
    await engine.update({ ...reference(0), enabled: false });
    expect(await createMore()).toBe("KEY_LIMIT_REACHED");
    await engine.revoke(reference(0));
    expect(await createMore()).toBe("done");
    await engine.delete(reference(1));
    expect(await createMore()).toBe("done");
    expect(await createMore()).toBe("KEY_LIMIT_REACHED");
    clock.advance(3_600_000);
    expect(await createMore()).toBe("done");
  });

  test("rotation is not refused, and a key in its overlap does not count", async () => {
    const { engine, reference, createMore } = await fullEngine();
    expect(await codeOf(engine.rotate(reference(0)))).toBe("done");
    expect(await createMore()).toBe("KEY_LIMIT_REACHED");
    await engine.revoke(reference(1));
    expect(await createMore()).toBe("done");
  });

  test("an expired key lives again only if there is room, and is as it was if there is not", async () => {
    const { engine, reference, createMore, clock } = await fullEngine();
    clock.advance(3_600_000);
    for (let count = 0; count < 3; count += 1) expect(await createMore()).toBe("done");
    const before = await engine.get(reference(0));
    const revive = () => engine.update({ ...reference(0), expiresIn: 60, name: "Again" });
    expect(await codeOf(revive())).toBe("KEY_LIMIT_REACHED");
    expect(await engine.get(reference(0))).toEqual(before);
    const { records } = await engine.list({ referenceId: OWNER, status: "live" });
    await engine.revoke({ id: records[0]?.id ?? "", referenceId: OWNER });
    expect((await revive()).name).toBe("Again");
    expect(await createMore()).toBe("KEY_LIMIT_REACHED");
  });
});

/** Processes on one store and one set of registers, whose calls the scheduler orders. */
function processes(scheduler: fc.Scheduler, count: number) {
  const store = new MemoryKeyStore();
  const registers = new MemoryRegisters();
  const clock = manualClock();
  const engines = Array.from({ length: count }, () => {
    const scheduled = {
      store: scheduledStore(store, scheduler),
      registers: scheduledStore(registers, scheduler),
    };
    return testEngine({ ...scheduled, clock, policy }).engine;
  });
  return { engines, observer: testEngine({ store, registers, clock, policy }).engine };
}

test("however creations cross, exactly as many succeed as there may be keys", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 5 }), async (scheduler, count) => {
      const { engines, observer } = processes(scheduler, count);
      await observer.create({ referenceId: OWNER });
      const creations = engines.map((engine) => codeOf(engine.create({ referenceId: OWNER })));
      await scheduler.waitFor(Promise.all(creations));
      const done = (await Promise.all(creations)).filter((code) => code === "done").length;
      expect(done).toBe(Math.min(count, 2));
      const { total } = await observer.list({ referenceId: OWNER });
      expect(total).toBe(1 + done);
    }),
    { numRuns: 150 },
  );
});

test("a creation whose process dies when it has been admitted is carried out by the next, and counts", async () => {
  const store = new MemoryKeyStore();
  const registers = new MemoryRegisters();
  const dying = testEngine({ store, registers, policy: { maxKeys: 1 } });
  // Never opened: the process is no more.
  const gate = dying.store.hold("update", "before");
  void dying.engine.create({ referenceId: OWNER });
  await gate.arrived();
  const next = testEngine({ store, registers, policy: { maxKeys: 1 } });
  expect(await codeOf(next.engine.create({ referenceId: OWNER }))).toBe("KEY_LIMIT_REACHED");
  expect((await next.engine.list({ referenceId: OWNER, status: "active" })).total).toBe(1);
});

test("a limit that is no whole number of keys is a mistake in the configuration", () => {
  for (const maxKeys of [0, -1, 1.5, Number.NaN]) {
    expect(() => testEngine({ policy: { maxKeys } })).toThrow(RangeError);
  }
});
