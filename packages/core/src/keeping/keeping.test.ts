import { describe, expect, test } from "vitest";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { MemoryUsageStore } from "../memory/memory-usage-store.ts";
import type { KeyDraft } from "../port/key-store.ts";
import { keyDraft } from "../testing/key-draft.ts";
import { testEngine } from "../testing/test-engine.ts";
import { USAGE_GRANULARITIES, type UsageGranularity, bucketStart } from "../usage/bucket.ts";
import type { UsageOptions } from "../usage/usage-options.ts";
import { FIRST_PURGE, PURGE_INTERVAL } from "./purger.ts";
import type { Retention } from "./retention.ts";

const OWNER = "owner";
const YEAR = 365 * 24 * 60 * 60 * 1_000;

/** An engine on a store of its own, and what is in it. */
function kept(retention?: Retention | number | null) {
  const store = new MemoryKeyStore();
  const fixture = testEngine({ store, ...(retention !== undefined && { retention }) });
  const { clock } = fixture;
  const ago = (milliseconds: number) => new Date(clock.now() - milliseconds);
  const insert = async (given: Partial<KeyDraft>) =>
    (await store.insert(keyDraft({ referenceId: OWNER, ...given }))).id;
  const isThere = async (id: string) => (await store.findById(id)) !== null;
  /** Another process, whose calls are not held. */
  const other = testEngine({ store, clock }).engine;
  return { ...fixture, memory: store, other, ago, insert, isThere };
}

describe("a purge removes what is past its retention, and nothing else", () => {
  test("by default a year after revocation, or expiry", async () => {
    const { engine, ago, insert, isThere } = kept();
    const gone = [
      await insert({ revokedAt: ago(YEAR) }),
      await insert({ expiresAt: ago(YEAR) }),
      await insert({ expiresAt: ago(YEAR), enabled: false }),
    ];
    const stays = [
      await insert({ revokedAt: ago(YEAR - 1) }),
      await insert({ expiresAt: ago(YEAR - 1) }),
      await insert({ createdAt: ago(5 * YEAR), lastRequest: ago(3 * YEAR) }),
      await insert({ createdAt: ago(5 * YEAR), enabled: false }),
      // It expired long ago, but was revoked lately: what happened to it last counts.
      await insert({ expiresAt: ago(2 * YEAR), revokedAt: ago(1) }),
    ];
    expect(await engine.purge()).toBe(gone.length);
    for (const id of gone) expect(await isThere(id)).toBe(false);
    for (const id of stays) expect(await isThere(id)).toBe(true);
    expect(await engine.purge()).toBe(0);
  });

  test("after so many seconds as are configured for either", async () => {
    const { engine, ago, insert, isThere } = kept({ revoked: 60, expired: null });
    const revoked = await insert({ revokedAt: ago(60_000) });
    const lately = await insert({ revokedAt: ago(59_999) });
    const expired = await insert({ expiresAt: ago(10 * YEAR) });
    expect(await engine.purge()).toBe(1);
    expect(await isThere(revoked)).toBe(false);
    expect(await isThere(lately)).toBe(true);
    expect(await isThere(expired)).toBe(true);
  });

  test("expired ones after a minute at the earliest: a key in the making counts as expired", async () => {
    const { engine, ago, insert, isThere } = kept(0);
    const id = await insert({ expiresAt: ago(59_999) });
    await insert({ expiresAt: ago(60_000) });
    await insert({ revokedAt: ago(0) });
    expect(await engine.purge()).toBe(2);
    expect(await isThere(id)).toBe(true);
  });

  test("however many there are", async () => {
    const { engine, ago, insert } = kept();
    for (let index = 0; index < 250; index += 1) await insert({ revokedAt: ago(2 * YEAR) });
    expect(await engine.purge()).toBe(250);
  });
});

test("a key that was given a longer life after it was listed is not purged", async () => {
  const { engine, other, store, ago, insert, isThere } = kept();
  const id = await insert({ expiresAt: ago(2 * YEAR) });
  const gate = store.hold("update", "before");
  const purge = engine.purge();
  await gate.arrived();
  await other.update({ id, referenceId: OWNER, expiresIn: 3 * 365 * 24 * 60 * 60 });
  gate.open();
  expect(await purge).toBe(0);
  expect(await isThere(id)).toBe(true);
});

test("a key that was made live after it was listed is not purged", async () => {
  const { engine, store, memory, ago, insert, isThere } = kept();
  const id = await insert({ expiresAt: ago(2 * YEAR) });
  const gate = store.hold("update", "before");
  const purge = engine.purge();
  await gate.arrived();
  // As an admission does: it is no operation on the key, and leaves `updatedAt`.
  await memory.update(id, {}, { expiresAt: null });
  gate.open();
  expect(await purge).toBe(0);
  expect(await isThere(id)).toBe(true);
});

test("a key that was revoked after it was listed as expired is kept as a revoked one", async () => {
  const { engine, other, store, ago, insert, isThere } = kept();
  const id = await insert({ expiresAt: ago(2 * YEAR) });
  const gate = store.hold("update", "before");
  const purge = engine.purge();
  await gate.arrived();
  await other.revoke({ id, referenceId: OWNER });
  gate.open();
  expect(await purge).toBe(0);
  expect(await isThere(id)).toBe(true);
});

test("a purge that can remove nothing ends", async () => {
  class Stubborn extends MemoryKeyStore {
    override async update() {
      return null;
    }
  }
  const store = new Stubborn();
  const { engine, clock } = testEngine({ store });
  for (let index = 0; index < 100; index += 1) {
    await store.insert(keyDraft({ revokedAt: new Date(clock.now() - 2 * YEAR) }));
  }
  expect(await engine.purge()).toBe(0);
});

describe("in the background", () => {
  test("a purge runs minutes after the start, and every hour from then on", async () => {
    const { engine, timers, store } = kept();
    timers.advance(FIRST_PURGE - 1);
    expect(store.calls("listEnded")).toBe(0);
    for (const purges of [1, 2, 3]) {
      timers.advance(purges === 1 ? 1 : PURGE_INTERVAL);
      await settled();
      expect(store.calls("listEnded")).toBe(2 * purges);
    }
    await engine.close();
  });

  test("one that fails is reported, and the next one runs", async () => {
    const { timers, store, faults, ago, insert, isThere } = kept();
    const id = await insert({ revokedAt: ago(2 * YEAR) });
    store.fail(new Error("read-only"), ["update"]);
    timers.advance(FIRST_PURGE);
    await settled();
    expect(faults.filter(({ during }) => during === "purge")).toHaveLength(1);
    store.heal();
    timers.advance(PURGE_INTERVAL);
    await settled();
    expect(await isThere(id)).toBe(false);
  });

  test("none runs after the engine was closed, or where everything stays for ever", async () => {
    const closed = kept();
    await closed.engine.close();
    const eternal = kept(null);
    expect(closed.timers.armed).toBe(0);
    for (const { timers, store } of [closed, eternal]) {
      timers.advance(10 * PURGE_INTERVAL);
      await settled();
      expect(store.calls("listEnded")).toBe(0);
    }
    expect(await eternal.engine.purge()).toBe(0);
  });

  test("that keys were removed is forgotten after an hour, also where everything else stays", async () => {
    const { engine, timers, clock, store } = kept(null);
    const { record } = await engine.create({ referenceId: OWNER });
    await engine.delete({ id: record.id, referenceId: OWNER });
    const changed = () => store.port.listChanged({ since: new Date(0), limit: 10 });
    timers.advance(FIRST_PURGE);
    await settled();
    expect(await changed()).toHaveLength(1);
    clock.advance(PURGE_INTERVAL + 1_000);
    timers.advance(PURGE_INTERVAL);
    await settled();
    expect(await changed()).toHaveLength(0);
  });

  test("a purged key is refused at once by the process that purged it", async () => {
    const { engine, clock } = testEngine({ retention: 0 });
    const { key, record } = await engine.create({ referenceId: OWNER });
    await engine.verify(key);
    await engine.revoke({ id: record.id, referenceId: OWNER });
    expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
    clock.advance(1);
    expect(await engine.purge()).toBe(1);
    expect((await engine.verify(key)).outcome).toBe("API_KEY_INVALID");
  });
});

/** Until nothing that was begun waits for anything but others. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

const DAY = 24 * 60 * 60 * 1_000;

/** What is left of counts that are as old as they may be, and a bucket older, by granularity. */
async function leftOfUsage(
  usage: UsageOptions,
  durations: Readonly<Record<UsageGranularity, number>>,
) {
  const usageStore = new MemoryUsageStore();
  const { clock, timers, engine } = testEngine({ usageStore, usage });
  const now = clock.now();
  for (const granularity of USAGE_GRANULARITIES) {
    for (const age of [0, durations[granularity], durations[granularity] + DAY]) {
      const start = bucketStart(granularity, new Date(now - age));
      await usageStore.add({ keyId: "key", granularity, start }, { valid: 1 });
    }
  }
  timers.advance(FIRST_PURGE);
  await engine.close();
  const always = { from: new Date(0), to: new Date(now + DAY) };
  const left = USAGE_GRANULARITIES.map(async (granularity) => {
    const read = await usageStore.read({ keyIds: ["key"], granularity, ...always });
    return read.map(
      ({ start }) => bucketStart(granularity, new Date(now)).getTime() - start.getTime(),
    );
  });
  return Promise.all(left);
}

test("usage is kept by the minute for 2 days, by the hour for 90, by the day for 2 years", async () => {
  const durations = { minute: 2 * DAY, hour: 90 * DAY, day: 730 * DAY };
  // A bucket that begins before the moment goes, though it ends after it.
  expect(await leftOfUsage({}, durations)).toEqual([[2 * DAY, 0], [90 * DAY, 0], [0]]);
});

test("or as long as is configured, each by itself", async () => {
  const durations = { minute: DAY, hour: 5 * DAY, day: 10 * DAY };
  const retention = { minutes: DAY / 1_000, hours: 5 * (DAY / 1_000), days: null };
  expect(await leftOfUsage({ retention }, durations)).toEqual([
    [DAY, 0],
    [5 * DAY, 0],
    [11 * DAY, 10 * DAY, 0],
  ]);
});

test.each([{ retention: { hours: -1 } }, { retention: { days: Number.NaN } }])(
  "a retention that is none is refused: %j",
  (usage) => {
    expect(() => testEngine({ usage })).toThrow(RangeError);
  },
);
