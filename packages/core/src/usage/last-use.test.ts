import { beforeEach, describe, expect, test } from "vitest";
import { Background, type Fault } from "../background/background.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import type { KeyStore } from "../port/key-store.ts";
import { type Faulty, faulty } from "../testing/faulty.ts";
import { keyDraft } from "../testing/key-draft.ts";
import { type ManualTimers, manualTimers } from "../testing/manual-timers.ts";
import { LAST_USE_INTERVAL, LastUse } from "./last-use.ts";

const NOW = Date.UTC(2026, 0, 15, 12);
const AWAY = new Error("away");

let store: Faulty<KeyStore>;
let timers: ManualTimers;
let faults: Fault[];
let background: Background;
let lastUse: LastUse;
let ids: readonly string[];

beforeEach(async () => {
  store = faulty<KeyStore>(new MemoryKeyStore());
  timers = manualTimers();
  faults = [];
  background = new Background((fault) => faults.push(fault));
  lastUse = new LastUse(store.port, timers, background);
  const inserted = await Promise.all([1, 2, 3].map(() => store.port.insert(keyDraft())));
  ids = inserted.map((record) => record.id);
});

async function afterInterval(): Promise<void> {
  timers.advance(LAST_USE_INTERVAL);
  await background.idle();
}

async function stored(index: number): Promise<number | undefined> {
  const record = await store.port.findById(id(index));
  return record?.lastRequest?.getTime();
}

function id(index: number): string {
  return ids[index] ?? "";
}

test("however often keys are used, there is one write per interval, with the last use of each", async () => {
  for (let use = 0; use < 100; use += 1) lastUse.note(id(use % 2), NOW + use);
  timers.advance(LAST_USE_INTERVAL - 1);
  expect(store.calls("recordUse")).toBe(0);
  timers.advance(1);
  await background.idle();
  expect(store.calls("recordUse")).toBe(1);
  expect([await stored(0), await stored(1), await stored(2)]).toEqual([
    NOW + 98,
    NOW + 99,
    undefined,
  ]);
});

test("while nothing is used, nothing is written and no timer is armed", async () => {
  expect(timers.armed).toBe(0);
  lastUse.note(id(0), NOW);
  await afterInterval();
  expect(timers.armed).toBe(0);
  timers.advance(100 * LAST_USE_INTERVAL);
  await lastUse.flush();
  expect(store.calls("recordUse")).toBe(1);
});

test("a use is written with the next interval after the one before", async () => {
  lastUse.note(id(0), NOW);
  await afterInterval();
  lastUse.note(id(0), NOW + 6_000);
  await afterInterval();
  expect(store.calls("recordUse")).toBe(2);
  expect(await stored(0)).toBe(NOW + 6_000);
});

describe("what was noted can be told", () => {
  test("before it is written, and while it is", async () => {
    expect(lastUse.noted(id(0))).toBeNull();
    lastUse.note(id(0), NOW);
    expect(lastUse.noted(id(0))).toEqual(new Date(NOW));
    const gate = store.hold("recordUse", "before");
    timers.advance(LAST_USE_INTERVAL);
    await gate.arrived();
    expect(lastUse.noted(id(0))).toEqual(new Date(NOW));
    lastUse.note(id(0), NOW + 1);
    expect(lastUse.noted(id(0))).toEqual(new Date(NOW + 1));
    gate.open();
    await background.idle();
  });

  test("no longer once the store has it", async () => {
    lastUse.note(id(0), NOW);
    await lastUse.flush();
    expect(lastUse.noted(id(0))).toBeNull();
  });
});

describe("a write that fails", () => {
  test("is reported, kept and tried again, without any further use", async () => {
    store.fail(AWAY, ["recordUse"]);
    lastUse.note(id(0), NOW);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await afterInterval();
      expect(faults).toHaveLength(attempt);
      expect(lastUse.noted(id(0))).toEqual(new Date(NOW));
    }
    expect(faults[0]).toEqual({ during: "record use", error: AWAY });
    store.heal();
    await afterInterval();
    expect(await stored(0)).toBe(NOW);
    expect(timers.armed).toBe(0);
  });

  test("does not undo what was noted meanwhile", async () => {
    const gate = store.hold("recordUse", "before");
    lastUse.note(id(0), NOW);
    lastUse.note(id(1), NOW);
    timers.advance(LAST_USE_INTERVAL);
    await gate.arrived();
    lastUse.note(id(0), NOW + 10);
    store.fail(AWAY);
    gate.open();
    await background.idle();
    store.heal();
    expect(faults).toHaveLength(1);
    expect(lastUse.noted(id(0))).toEqual(new Date(NOW + 10));
    await afterInterval();
    expect([await stored(0), await stored(1)]).toEqual([NOW + 10, NOW]);
  });
});

describe("writes follow each other:", () => {
  test("a slow one is not overtaken by the next, which could put the older moment last", async () => {
    const gate = store.hold("recordUse", "before");
    lastUse.note(id(0), NOW);
    timers.advance(LAST_USE_INTERVAL);
    await gate.arrived();
    lastUse.note(id(0), NOW + 6_000);
    timers.advance(10 * LAST_USE_INTERVAL);
    expect(gate.arrivals).toBe(1);
    gate.open();
    await background.idle();
    expect(await stored(0)).toBe(NOW);
    await afterInterval();
    expect(await stored(0)).toBe(NOW + 6_000);
  });

  test("a flush waits for the one under way and writes what came since", async () => {
    const gate = store.hold("recordUse", "before");
    lastUse.note(id(0), NOW);
    timers.advance(LAST_USE_INTERVAL);
    await gate.arrived();
    lastUse.note(id(0), NOW + 1);
    const flushed = lastUse.flush();
    expect(gate.arrivals).toBe(1);
    gate.open();
    await flushed;
    expect(await stored(0)).toBe(NOW + 1);
    expect(store.calls("recordUse")).toBe(2);
    expect(timers.armed).toBe(0);
  });

  test("a store that throws at once does not end them", async () => {
    const throwing: KeyStore = {
      ...store.port,
      recordUse: () => {
        throw AWAY;
      },
    };
    const broken = new LastUse(throwing, timers, background);
    broken.note(id(0), NOW);
    await expect(broken.flush()).rejects.toBe(AWAY);
    await expect(broken.flush()).rejects.toBe(AWAY);
    expect(broken.noted(id(0))).toEqual(new Date(NOW));
  });
});
