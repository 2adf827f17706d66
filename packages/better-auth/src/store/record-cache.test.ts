import { type KeyStore, MemoryKeyStore, createKeyEngine, systemTimers } from "@latchkey/core";
import {
  describeKeyStore,
  faulty,
  faultyStore,
  instantHasher,
  keyDraft,
  manualClock,
  manualTimers,
  scheduledStore,
} from "@latchkey/core/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CacheStorage,
  RECORD_TTL,
  RecordCache,
  STORAGE_PATIENCE,
  invalidating,
} from "./record-cache.ts";

/** A storage as Better Auth knows them, whose values can be looked at. */
class MapStorage implements CacheStorage {
  readonly values = new Map<string, string>();
  readonly ttls = new Map<string, number | undefined>();

  async get(key: string): Promise<unknown> {
    return this.values.get(key) ?? null;
  }

  async set(key: string, value: string, ttl?: number): Promise<void> {
    this.values.set(key, value);
    this.ttls.set(key, ttl);
  }
}

/** Two processes on one database and one storage, each with a cache of its own. */
function opened() {
  const values = new MapStorage();
  const storage = faulty<CacheStorage>(values);
  const source = faultyStore(new MemoryKeyStore());
  const timers = manualTimers();
  const cache = new RecordCache(storage.port, source.port, timers);
  const other = new RecordCache(storage.port, source.port, timers);
  return { values, storage, source, timers, cache, other, store: invalidating(source.port, cache) };
}

const AT = new Date("2026-01-15T12:00:01.000Z");

describeKeyStore({
  name: "a store with records cached in a secondary storage",
  create: async () => {
    const inner = new MemoryKeyStore();
    const cache = new RecordCache(new MapStorage(), inner, systemTimers);
    const store = invalidating(inner, cache);
    // When a key was last used is the one thing that may lag in the cache: see "a use" below.
    const findById = async (id: string) => {
      const cached = await cache.findById(id);
      const lastRequest = (await inner.findById(id))?.lastRequest ?? null;
      return cached === null ? null : { ...cached, lastRequest };
    };
    const cached: KeyStore = new Proxy(store, {
      get(target, name): unknown {
        return name === "findById" ? findById : Reflect.get(target, name);
      },
    });
    return { store: cached, dispose: async () => undefined };
  },
});

describe("reading", () => {
  it("asks the database once for all processes, and answers the record whole", async () => {
    const { store, source, cache, other } = opened();
    const record = await store.insert(
      keyDraft({
        metadata: { deep: [{ a: null }] },
        permissions: { files: ["read"] },
        allowedAddresses: ["192.0.2.0/24"],
        expiresAt: AT,
        quota: { remaining: 5, refillAmount: 5, refillInterval: 1_000, lastRefillAt: AT },
      }),
    );
    expect(await cache.findById(record.id)).toEqual(record);
    expect(await cache.findById(record.id)).toEqual(record);
    expect(await other.findById(record.id)).toEqual(record);
    expect(source.calls("findById")).toBe(1);
  });

  it("keeps a record for a minute, and nothing of one that is not there", async () => {
    const { store, values, cache } = opened();
    const { id } = await store.insert(keyDraft());
    await cache.findById(id);
    await cache.findById("never-was");
    const records = [...values.values.keys()].filter((name) => !name.endsWith(":tag"));
    expect(records).toHaveLength(1);
    expect(records[0]).toContain(id);
    expect(values.ttls.get(records[0] ?? "")).toBe(RECORD_TTL);
  });

  it("passes over what lies there and is no record, or another's", async () => {
    const { store, values, source, cache } = opened();
    const record = await store.insert(keyDraft());
    const another = await store.insert(keyDraft());
    await cache.findById(record.id);
    await cache.findById(another.id);
    const nameOf = (id: string) =>
      [...values.values.keys()].find((name) => name.includes(id) && !name.endsWith(":tag")) ?? "";
    const foreign = values.values.get(nameOf(another.id)) ?? "";
    source.resetCalls();
    for (const wrong of ["", "null", "{", "[]", '{"id":"x"}', foreign]) {
      values.values.set(nameOf(record.id), wrong);
      expect(await cache.findById(record.id)).toEqual(record);
    }
    expect(source.calls("findById")).toBe(6);
  });

  it("takes a storage that answers JSON parsed", async () => {
    const values = new MapStorage();
    const parsing: CacheStorage = {
      get: async (name) => {
        const value = values.values.get(name) ?? null;
        try {
          return value === null ? null : JSON.parse(value);
        } catch {
          return value;
        }
      },
      set: (name, value) => values.set(name, value),
    };
    const source = faultyStore(new MemoryKeyStore());
    const cache = new RecordCache(parsing, source.port, manualTimers());
    const record = await source.port.insert(keyDraft());
    expect(await cache.findById(record.id)).toEqual(record);
    expect(await cache.findById(record.id)).toEqual(record);
    expect(source.calls("findById")).toBe(1);
  });
});

describe("a change", () => {
  it("is seen by the next read of every process", async () => {
    const { store, cache, other } = opened();
    const { id } = await store.insert(keyDraft());
    for (const reader of [cache, other]) expect((await reader.findById(id))?.enabled).toBe(true);
    await store.update(id, {}, { enabled: false, updatedAt: AT });
    for (const reader of [other, cache]) expect((await reader.findById(id))?.enabled).toBe(false);
    await store.delete(id, {}, new Date());
    for (const reader of [other, cache]) expect(await reader.findById(id)).toBeNull();
  });

  it("a disabled key does not come back by a read that began before", async () => {
    const { store, source, cache, other } = opened();
    const { id } = await store.insert(keyDraft());
    const gate = source.hold("findById", "after");
    const slow = other.findById(id);
    await gate.arrived();
    await store.update(id, {}, { enabled: false, updatedAt: AT });
    gate.open();
    expect((await slow)?.enabled).toBe(true);
    for (const reader of [other, cache, other]) {
      expect((await reader.findById(id))?.enabled).toBe(false);
    }
  });

  it("a disabled key does not come back by a read that marks the record as unchanged amid the change", async () => {
    const { store, values, source } = opened();
    const slowStorage = faulty<CacheStorage>(values);
    const reader = new RecordCache(slowStorage.port, source.port, manualTimers());
    const { id } = await store.insert(keyDraft());
    const marking = slowStorage.hold("set", "before");
    const slow = reader.findById(id);
    await marking.arrived();
    const writing = source.hold("update", "before");
    const change = store.update(id, {}, { enabled: false, updatedAt: AT });
    await writing.arrived();
    marking.open();
    expect((await slow)?.enabled).toBe(true);
    writing.open();
    await change;
    expect((await reader.findById(id))?.enabled).toBe(false);
  });

  it("is read in the database once, and in the storage from then on", async () => {
    const { store, source, cache, other } = opened();
    const { id } = await store.insert(keyDraft());
    await cache.findById(id);
    await store.update(id, {}, { enabled: false, updatedAt: AT });
    source.resetCalls();
    for (const reader of [other, cache, other]) await reader.findById(id);
    expect(source.calls("findById")).toBe(1);
  });

  it("however reads and changes of several processes interleave, no read answers what was over before it began", async () => {
    const times = fc.integer({ min: 1, max: 3 });
    const readers = fc.array(times, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), readers, times, times, async (scheduler, ...counts) => {
        const [reading, versions, names] = counts;
        const inner = new MemoryKeyStore();
        const { id } = await inner.insert(keyDraft({ metadata: { version: 0 }, name: "0" }));
        const storage = scheduledStore(new MapStorage(), scheduler);
        const source = scheduledStore(inner, scheduler);
        const process = () => new RecordCache(storage, source, manualTimers());
        /** What of each of the two changing fields is acknowledged. */
        const acknowledged = { version: 0, name: 0 };
        const write = async (field: "version" | "name", last: number) => {
          const store = invalidating(source, process());
          for (let next = 1; next <= last; next += 1) {
            const change = field === "name" ? { name: `${next}` } : { metadata: { version: next } };
            await store.update(id, {}, change);
            acknowledged[field] = next;
          }
        };
        const read = async (often: number) => {
          const cache = process();
          for (let time = 0; time < often; time += 1) {
            const before = { ...acknowledged };
            const record = await cache.findById(id);
            expect(Number(record?.metadata?.["version"])).toBeGreaterThanOrEqual(before.version);
            expect(Number(record?.name)).toBeGreaterThanOrEqual(before.name);
          }
        };
        const all = [write("version", versions), write("name", names), ...reading.map(read)];
        await scheduler.waitFor(Promise.all(all));
        const settled = process().findById(id);
        await scheduler.waitFor(settled);
        expect(await settled).toMatchObject({ name: `${names}`, metadata: { version: versions } });
      }),
    );
  });
});

describe("a use", () => {
  it("leaves the record where it is cached: only lastRequest lags, until the record is changed", async () => {
    const { store, source, cache, other } = opened();
    const record = await store.insert(keyDraft());
    await cache.findById(record.id);
    await store.recordUse([{ id: record.id, at: AT }]);
    source.resetCalls();
    for (const reader of [cache, other]) expect(await reader.findById(record.id)).toEqual(record);
    expect(source.calls("findById")).toBe(0);
    await store.update(record.id, {}, { name: "changed" });
    for (const reader of [cache, other]) {
      expect(await reader.findById(record.id)).toMatchObject({ name: "changed", lastRequest: AT });
    }
  });
});

describe("a storage that is away", () => {
  it("is passed by for reads", async () => {
    const { store, storage, cache } = opened();
    const record = await store.insert(keyDraft());
    await cache.findById(record.id);
    storage.fail();
    expect(await cache.findById(record.id)).toEqual(record);
  });

  it("is passed by when it does not answer", async () => {
    const { store, storage, timers, cache } = opened();
    const record = await store.insert(keyDraft());
    const gate = storage.hold("get", "before");
    const read = cache.findById(record.id);
    await gate.arrived();
    timers.advance(STORAGE_PATIENCE);
    expect(await read).toEqual(record);
    expect(timers.armed).toBe(0);
    gate.open();
  });

  it("refuses changes, and then nothing is changed", async () => {
    const { store, storage, source } = opened();
    const { id } = await store.insert(keyDraft());
    storage.fail();
    await expect(store.update(id, {}, { enabled: false })).rejects.toThrow("out of reach");
    await expect(store.delete(id, {}, new Date())).rejects.toThrow("out of reach");
    expect((await source.port.findById(id))?.enabled).toBe(true);
  });

  it("in the midst of a change: it is not acknowledged, and nothing is cached while it is not over", async () => {
    const { store, storage, source, other } = opened();
    const { id } = await store.insert(keyDraft());
    await other.findById(id);
    const gate = source.hold("update", "after");
    const change = store.update(id, {}, { enabled: false, updatedAt: AT });
    await gate.arrived();
    source.resetCalls();
    expect((await other.findById(id))?.enabled).toBe(false);
    expect((await other.findById(id))?.enabled).toBe(false);
    expect(source.calls("findById")).toBe(2);
    storage.fail();
    gate.open();
    await expect(change).rejects.toThrow("out of reach");
    storage.heal();
    expect((await other.findById(id))?.enabled).toBe(false);
  });
});

it("an engine of another process refuses a revoked key at its next look, and the storage never holds a key", async () => {
  const { values, source, timers, cache, other, store } = opened();
  const clock = manualClock();
  const engineOn = (records: RecordCache) =>
    createKeyEngine({
      store,
      records,
      owners: { find: async (id) => ({ id }) },
      hasher: instantHasher(),
      clock,
      timers,
    });
  const [here, there] = [engineOn(cache), engineOn(other)];
  const { key, record } = await here.create({ referenceId: "ann", prefix: "app_" });
  expect((await there.verify(key)).outcome).toBe("valid");
  // The first time it was found by its start, in the database.
  clock.advance(1_000);
  expect((await there.verify(key)).outcome).toBe("valid");
  source.resetCalls();
  clock.advance(1_000);
  expect((await there.verify(key)).outcome).toBe("valid");
  expect(source.calls("findById")).toBe(0);
  await here.revoke({ id: record.id, referenceId: "ann" });
  clock.advance(1_000);
  expect((await there.verify(key)).outcome).toBe("API_KEY_REVOKED");
  const secret = key.slice(record.start.length);
  expect(JSON.stringify([...values.values])).not.toContain(secret);
});
