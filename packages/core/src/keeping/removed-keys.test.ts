import { describe, expect, it } from "vitest";
import { MemoryAddressStore } from "../memory/memory-address-store.ts";
import { MemoryUsageStore } from "../memory/memory-usage-store.ts";
import type { AddressStore } from "../port/address-store.ts";
import type { UsageStore } from "../port/usage-store.ts";
import { faulty } from "../testing/faulty.ts";
import { testEngine } from "../testing/test-engine.ts";
import { allUsageOf } from "../testing/usage-store/additions.ts";
import { USAGE_INTERVAL } from "../usage/usage-counter.ts";
import { FIRST_PURGE } from "./purger.ts";

const OWNER = "owner";
const FROM = { address: "203.0.113.7", client: "curl" };

/** A key that was used twice, once of which is written. */
async function used() {
  const usage = faulty<UsageStore>(new MemoryUsageStore());
  const seen = faulty<AddressStore>(new MemoryAddressStore());
  const fixture = testEngine({ usageStore: usage.port, addressStore: seen.port });
  const { engine } = fixture;
  const { record, key } = await engine.create({ referenceId: OWNER });
  await engine.verify(key, FROM);
  await engine.usage.read({ keyIds: [record.id] });
  await engine.verify(key, FROM);
  const { id } = record;
  const left = async () => ({
    counts: (await allUsageOf(usage.port, [id])).length,
    addresses: (await seen.port.list(id)).length,
  });
  expect(await left()).toEqual({ counts: 3, addresses: 1 });
  return { ...fixture, id, usage, seen, left };
}

describe("a key that is gone takes along what was counted and seen of it", () => {
  it("when it is deleted, what is not written yet included", async () => {
    const { engine, id, left, faults } = await used();
    await engine.delete({ id, referenceId: OWNER });
    await engine.close();
    expect(await left()).toEqual({ counts: 0, addresses: 0 });
    expect(faults).toEqual([]);
  });

  it("when it is purged", async () => {
    const { engine, id, clock, left } = await used();
    await engine.revoke({ id, referenceId: OWNER });
    clock.advance(365 * 24 * 60 * 60 * 1_000);
    expect(await engine.purge()).toBe(1);
    await engine.close();
    expect(await left()).toEqual({ counts: 0, addresses: 0 });
  });

  it("and nothing of others, nor of the installation", async () => {
    const { engine, id, usage } = await used();
    const other = await engine.create({ referenceId: OWNER });
    await engine.verify(other.key);
    await engine.verify("nobody's");
    await engine.delete({ id, referenceId: OWNER });
    await engine.close();
    expect(await allUsageOf(usage.port, [other.record.id, "installation"])).toHaveLength(6);
  });
});

it("whoever deletes a key neither waits for that nor hears of its failure; it is reported, and done with the next purge", async () => {
  const { engine, id, usage, seen, left, timers, faults } = await used();
  const gate = usage.hold("removeKey", "before");
  seen.fail(new Error("away"), ["removeKey"]);
  await engine.delete({ id, referenceId: OWNER });
  await gate.arrived();
  usage.fail(new Error("away"), ["removeKey"]);
  gate.open();
  await expect.poll(() => faults).toMatchObject([{ during: "usage", error: { message: "away" } }]);
  expect(await left()).toEqual({ counts: 3, addresses: 1 });
  usage.heal();
  seen.heal();
  timers.advance(FIRST_PURGE);
  await engine.close();
  expect(await left()).toEqual({ counts: 0, addresses: 0 });
});

it("what another process writes of it afterwards goes with the next purge", async () => {
  const { engine, store, id, usage, seen, left, timers, clock } = await used();
  const { key, record } = await engine.create({ referenceId: OWNER });
  const other = testEngine({
    store: store.port,
    usageStore: usage.port,
    addressStore: seen.port,
    clock,
  });
  await other.engine.verify(key, FROM);
  await engine.delete({ id: record.id, referenceId: OWNER });
  await engine.delete({ id, referenceId: OWNER });
  timers.advance(USAGE_INTERVAL);
  await other.engine.close();
  expect(await allUsageOf(usage.port, [record.id])).toHaveLength(3);
  timers.advance(FIRST_PURGE);
  await engine.close();
  expect(await allUsageOf(usage.port, [record.id])).toEqual([]);
  expect(await seen.port.list(record.id)).toEqual([]);
  expect(await left()).toEqual({ counts: 0, addresses: 0 });
});
