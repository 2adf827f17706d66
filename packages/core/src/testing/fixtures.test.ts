import { describe, expect, test } from "vitest";
import { parseKey } from "../key/parse.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import type { KeyStore } from "../port/key-store.ts";
import { faulty, faultyStore } from "./faulty.ts";
import { forgedKey } from "./forged-key.ts";
import { instantHasher } from "./instant-hasher.ts";
import { keyDraft } from "./key-draft.ts";
import { manualTimers } from "./manual-timers.ts";
import { seededRandom } from "./seeded-random.ts";
import { Skips } from "./skips.ts";

// What other tests stand on.

describe("a faulty port", () => {
  test("is the original while nothing is failed or held, and counts", async () => {
    const { port, calls, resetCalls } = faultyStore(new MemoryKeyStore());
    const { id } = await port.insert(keyDraft());
    expect((await port.findById(id))?.id).toBe(id);
    expect([calls("insert"), calls("findById"), calls("delete"), calls()]).toEqual([1, 1, 0, 2]);
    resetCalls();
    expect(calls()).toBe(0);
    expect(faulty(instantHasher()).port.needsRehash("x")).toBe(true);
  });

  test("fails what it is told to, until it is healed, and does not reach the original", async () => {
    const original = faultyStore(new MemoryKeyStore());
    const { port, fail, heal } = faultyStore(original.port);
    fail(new Error("away"), ["insert"]);
    await expect(port.insert(keyDraft())).rejects.toThrow("away");
    expect(await port.findById("x")).toBeNull();
    fail();
    await expect(port.findById("x")).rejects.toThrow("out of reach");
    expect([original.calls("insert"), original.calls("findById")]).toEqual([0, 1]);
    heal();
    await expect(port.insert(keyDraft())).resolves.toBeDefined();
  });

  test("holds calls before they reach the original, or after", async () => {
    const original = new MemoryKeyStore();
    const { port, hold } = faulty<KeyStore>(original);
    const { id } = await original.insert(keyDraft());
    const before = hold("delete", "before");
    const deleted = port.delete(id, {}, new Date());
    await before.arrived();
    expect(await original.findById(id)).not.toBeNull();
    const after = hold("update", "after");
    const updated = port.update(id, {}, { name: "held" });
    await after.arrived();
    expect((await original.findById(id))?.name).toBe("held");
    after.open();
    expect((await updated)?.name).toBe("held");
    before.open();
    expect((await deleted)?.name).toBe("held");
    const gate = hold("findById", "before");
    const waiting = port.findById(id);
    gate.holdNoMore();
    expect(await port.findById(id)).toBeNull();
    const added = await original.insert(keyDraft());
    gate.open();
    expect([await waiting, await port.findById(added.id)]).toEqual([null, added]);
  });
});

test("manual timers run what falls due, earliest first, and not what was cancelled", () => {
  const timers = manualTimers();
  const ran: string[] = [];
  timers.after(20, () => ran.push("second"));
  timers.after(10, () => {
    ran.push("first");
    timers.after(15, () => ran.push("third"));
  });
  timers.after(15, () => ran.push("never"))();
  timers.after(100, () => ran.push("later"));
  timers.advance(9);
  expect(ran).toEqual([]);
  timers.advance(16);
  expect(ran).toEqual(["first", "second", "third"]);
  expect(timers.armed).toBe(1);
});

test("a seeded source repeats itself for its seed, and for nothing else", () => {
  expect(drawnFrom("a")).toBe(drawnFrom("a"));
  expect(drawnFrom("a")).not.toBe(drawnFrom("b"));
  const source = seededRandom("a");
  expect(source.bytes(40)).not.toEqual(source.bytes(40));
});

test("a forged key has the start and the form of the real one", () => {
  const forged = forgedKey("app_abcdefgh");
  expect(parseKey(forged)).toEqual({ prefix: "app_", start: "app_abcdefgh" });
  expect(forgedKey("app_abcdefgh")).not.toBe(forged);
});

test("a skip names its reason, and one that no test has is told", () => {
  const skips = new Skips([
    { test: "dates keep their milliseconds", reason: "the column has seconds" },
    { test: "a test that was renamed", reason: "none any more" },
  ]);
  expect(skips.reasonFor("dates keep their milliseconds")).toBe("the column has seconds");
  expect(skips.reasonFor("another test")).toBeNull();
  expect(skips.unmatched()).toEqual(["a test that was renamed"]);
});

function drawnFrom(seed: string): string {
  return Buffer.from(seededRandom(seed).bytes(100)).toString("hex");
}
