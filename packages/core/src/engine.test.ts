import { describe, expect, test } from "vitest";
import { createKeyEngine } from "./engine.ts";
import { MemoryKeyStore } from "./memory/memory-key-store.ts";
import { faultyStore } from "./testing/faulty.ts";
import { forgedKey } from "./testing/forged-key.ts";
import { instantHasher } from "./testing/instant-hasher.ts";
import { USAGE_INTERVAL } from "./usage/usage-counter.ts";
import { testEngine } from "./testing/test-engine.ts";

const OWNER = "owner";

test("needs no more than a store and owners: bcrypt at cost 10, the system's clock and randomness", async () => {
  const store = new MemoryKeyStore();
  const engine = createKeyEngine({ store, owners: { find: async (id) => ({ id }) } });
  const { key, record } = await engine.create({ referenceId: OWNER, prefix: "app_" });
  expect((await store.findById(record.id))?.hash).toMatch(/^\$2b\$10\$/);
  expect(await engine.verify(key)).toMatchObject({ valid: true, owner: { id: OWNER } });
  await engine.close();
});

describe("the last use of a key", () => {
  test("is shown by get, list, update and revoke before it is written", async () => {
    const { engine, store, reference, usedAt } = await usedKey();
    expect((await engine.get(reference)).lastRequest).toEqual(usedAt);
    const { records } = await engine.list({ referenceId: OWNER });
    expect(records.map(({ lastRequest }) => lastRequest)).toEqual([usedAt]);
    expect((await engine.update({ ...reference, name: "new" })).lastRequest).toEqual(usedAt);
    expect((await engine.revoke(reference)).lastRequest).toEqual(usedAt);
    expect(store.calls("recordUse")).toBe(0);
  });

  test("is the later of what is noted here and what another process wrote", async () => {
    const { engine, store, reference, usedAt } = await usedKey();
    const later = new Date(usedAt.getTime() + 1_000);
    await store.port.recordUse([{ id: reference.id, at: later }]);
    expect((await engine.get(reference)).lastRequest).toEqual(later);
    const earlier = new Date(usedAt.getTime() - 1_000);
    await store.port.recordUse([{ id: reference.id, at: earlier }]);
    expect((await engine.get(reference)).lastRequest).toEqual(usedAt);
  });

  test("is written after the interval, and at close", async () => {
    const { engine, store, timers, clock, key, reference, usedAt } = await usedKey();
    timers.advance(USAGE_INTERVAL);
    await engine.close();
    expect((await store.port.findById(reference.id))?.lastRequest).toEqual(usedAt);
    clock.advance(1_000);
    await engine.verify(key);
    await engine.close();
    expect((await store.port.findById(reference.id))?.lastRequest?.getTime()).toBe(clock.now());
  });

  test("is of accepted keys only: a refusal is no use", async () => {
    const { engine, clock, key, reference, usedAt } = await usedKey();
    await engine.revoke(reference);
    clock.advance(1_000);
    await engine.verify(key);
    expect((await engine.get(reference)).lastRequest).toEqual(usedAt);
  });

  test("is never waited for: verifications answer while its write hangs", async () => {
    const { engine, store, timers, clock, key } = await usedKey();
    const gate = store.hold("recordUse", "before");
    timers.advance(USAGE_INTERVAL);
    await gate.arrived();
    clock.advance(1_000);
    expect((await engine.verify(key)).outcome).toBe("valid");
    gate.open();
    await engine.close();
  });

  test("of a deleted key is dropped", async () => {
    const { engine, faults, reference } = await usedKey();
    await engine.delete(reference);
    await engine.close();
    expect(faults).toEqual([]);
  });
});

describe("close", () => {
  test("waits for work under way in the background", async () => {
    const { engine, store } = testEngine();
    const { key } = await engine.create({ referenceId: OWNER });
    await engine.verify(key);
    const gate = store.hold("recordUse", "before");
    let closed = false;
    const close = async () => {
      await engine.close();
      closed = true;
    };
    const closing = close();
    await gate.arrived();
    expect(closed).toBe(false);
    gate.open();
    await closing;
    expect(closed).toBe(true);
  });

  test("reports what it could not write, and does not reject", async () => {
    const { engine, store, faults } = testEngine();
    const { key } = await engine.create({ referenceId: OWNER });
    await engine.verify(key);
    const error = new Error("away");
    store.fail(error);
    await expect(engine.close()).resolves.toBeUndefined();
    expect(faults).toEqual([{ during: "usage", error }]);
  });

  test("leaves the engine usable, and twice is as good as once", async () => {
    const { engine } = testEngine();
    const { key } = await engine.create({ referenceId: OWNER });
    await engine.close();
    await engine.close();
    expect((await engine.verify(key)).outcome).toBe("valid");
    await engine.close();
  });
});

describe("a fault handler that throws", () => {
  test("makes neither a verification nor close reject, nor a promise that nobody handles", async () => {
    const store = faultyStore(new MemoryKeyStore());
    const engine = createKeyEngine({
      store: store.port,
      owners: { find: async (id) => ({ id }) },
      hasher: instantHasher(),
      onFault: () => {
        throw new Error("the handler is broken too");
      },
    });
    const { key } = await engine.create({ referenceId: OWNER });
    await engine.verify(key);
    store.fail(new Error("away"));
    await expect(engine.close()).resolves.toBeUndefined();
    const cold = forgedKey(key.slice(0, 8));
    expect((await engine.verify(cold)).outcome).toBe("API_KEY_UNAVAILABLE");
  });
});

async function usedKey() {
  const fixture = testEngine();
  const { key, record } = await fixture.engine.create({ referenceId: OWNER });
  fixture.clock.advance(250);
  await fixture.engine.verify(key);
  const usedAt = new Date(fixture.clock.now());
  fixture.clock.advance(250);
  return { ...fixture, key, reference: { id: record.id, referenceId: OWNER }, usedAt };
}
