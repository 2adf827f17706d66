import { describe, expect, it } from "vitest";
import { createKeyEngine } from "../engine.ts";
import type { By } from "./actor.ts";
import { auditedProcesses } from "../testing/audited-processes.ts";

const OWNER = "owner";
const by: By = {
  actor: { kind: "user", id: "ada" },
  address: "192.0.2.7",
  client: "a browser",
};

async function oneKey() {
  const processes = auditedProcesses();
  const process = processes.start();
  const { record } = await process.engine.create({ referenceId: OWNER, name: "First", by });
  return { ...processes, ...process, reference: { id: record.id, referenceId: OWNER, by }, record };
}

describe("an operation is written down with who did it, from where, to which key, and what changed", () => {
  it("create", async () => {
    const { entries, record, clock } = await oneKey();
    expect(await entries()).toMatchObject([
      {
        seq: 1,
        action: "created",
        at: new Date(clock.now()),
        ...by,
        keyId: record.id,
        start: record.start,
        referenceId: OWNER,
        configId: "default",
        changes: { name: { before: null, after: "First" } },
        reason: null,
      },
    ]);
  });

  it("update, disable and enable, each by its own word", async () => {
    const { engine, reference, entries } = await oneKey();
    await engine.update({ ...reference, name: "Second" });
    await engine.update({ ...reference, enabled: false, name: "Third" });
    await engine.update({ ...reference, enabled: false });
    await engine.update({ ...reference, enabled: true });
    const told = (await entries()).slice(1).map(({ action, changes }) => ({ action, changes }));
    expect(told).toEqual([
      { action: "updated", changes: { name: { before: "First", after: "Second" } } },
      {
        action: "disabled",
        changes: {
          enabled: { before: true, after: false },
          name: { before: "Second", after: "Third" },
        },
      },
      { action: "updated", changes: {} },
      { action: "enabled", changes: { enabled: { before: false, after: true } } },
    ]);
  });

  it("rotate tells the old key's end and the new one's beginning", async () => {
    const { engine, reference, entries } = await oneKey();
    const { record } = await engine.rotate(reference);
    expect((await entries()).slice(1)).toMatchObject([
      {
        action: "rotated",
        keyId: reference.id,
        ...by,
        changes: { replacedById: { before: null, after: record.id } },
      },
      {
        action: "created",
        keyId: record.id,
        start: record.start,
        ...by,
        changes: {
          name: { before: null, after: "First" },
          replacesId: { before: null, after: reference.id },
        },
      },
    ]);
  });

  it("revoke, with an entry for each key that it took along, and none the second time", async () => {
    const { engine, reference, entries } = await oneKey();
    const { record } = await engine.rotate(reference);
    await engine.revoke(reference);
    await engine.revoke(reference);
    const revoked = (await entries()).filter(({ action }) => action === "revoked");
    expect(revoked.map(({ keyId }) => keyId)).toEqual([reference.id, record.id]);
    for (const entry of revoked) expect(entry).toMatchObject(by);
  });

  it("delete, and the entries of the key outlive it", async () => {
    const { engine, reference, entries, store } = await oneKey();
    await engine.delete(reference);
    expect(await store.port.findById(reference.id)).toBeNull();
    expect((await entries()).map(({ action, keyId }) => [action, keyId])).toEqual([
      ["created", reference.id],
      ["deleted", reference.id],
    ]);
  });

  it("by the system, where nobody is named", async () => {
    const { engine, reference, entries } = await oneKey();
    await engine.revoke({ id: reference.id, referenceId: OWNER });
    expect((await entries()).at(-1)).toMatchObject({
      actor: { kind: "system", id: null },
      address: null,
      client: null,
    });
  });
});

it("an operation that is refused writes nothing", async () => {
  const { engine, reference, entries } = await oneKey();
  await engine.revoke(reference);
  const before = await entries();
  const stranger = { ...reference, referenceId: "another" };
  await expect(engine.update({ ...reference, name: "x" })).rejects.toThrow("revoked");
  await expect(engine.rotate(reference)).rejects.toThrow("revoked");
  await expect(engine.delete(stranger)).rejects.toThrow("not found");
  await expect(engine.revoke(stranger)).rejects.toThrow("not found");
  expect(await entries()).toEqual(before);
});

it("neither verifications nor the notes of use nor new hashes are written down", async () => {
  const { start, entries, timers, clock } = await oneKey();
  const { engine } = start();
  const { key } = await engine.create({ referenceId: OWNER });
  const before = await entries();
  for (let second = 0; second < 3; second += 1) {
    expect((await engine.verify(key)).outcome).toBe("valid");
    clock.advance(1_000);
  }
  timers.advance(10_000);
  await engine.close();
  expect(await entries()).toEqual(before);
});

it("a verification asks nothing of the log and the registers", async () => {
  const { engine, auditLog, registers, resetCalls } = await oneKey();
  const { key } = await engine.create({ referenceId: OWNER });
  resetCalls();
  expect((await engine.verify(key)).outcome).toBe("valid");
  expect([auditLog.calls(), registers.calls()]).toEqual([0, 0]);
});

it("what the log cannot take now is answered all the same, reported, and told before the next change", async () => {
  const { engine, reference, auditLog, faults, entries, actions } = await oneKey();
  auditLog.fail(new Error("the log is away"));
  expect((await engine.update({ ...reference, name: "Second" })).name).toBe("Second");
  expect(faults).toMatchObject([{ during: "audit", error: new Error("the log is away") }]);
  expect(await actions()).toEqual(["created"]);

  await expect(engine.update({ ...reference, name: "Third" })).rejects.toThrow("the log is away");
  expect((await engine.get(reference)).name).toBe("Second");

  auditLog.heal();
  await engine.update({ ...reference, name: "Third" });
  expect((await entries()).slice(1).map(({ changes }) => changes["name"])).toEqual([
    { before: "First", after: "Second" },
    { before: "Second", after: "Third" },
  ]);
});

it("a key whose deletion cannot be told yet works no more, and is gone once it is told", async () => {
  const { engine, reference, auditLog, store, start, actions, timers } = await oneKey();
  const { key, record } = await engine.create({ referenceId: OWNER });
  auditLog.fail();
  await engine.delete({ ...reference, id: record.id });
  expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
  auditLog.heal();
  timers.advance(60_000);
  await engine.close();
  expect(await store.port.findById(record.id)).toBeNull();
  expect((await start().engine.verify(key)).outcome).toBe("API_KEY_INVALID");
  expect(await actions(record.id)).toEqual(["created", "deleted"]);
});

it("an engine without a log leaves the events that one with a log has left", async () => {
  const { engine, reference, auditLog, store, start, actions } = await oneKey();
  auditLog.fail();
  await engine.update({ ...reference, name: "Second" });
  auditLog.heal();
  const without = createKeyEngine({
    store: store.port,
    owners: { find: async (id) => ({ id }) },
  });
  expect((await without.update({ ...reference, name: "Third" })).name).toBe("Third");
  await start().engine.update({ ...reference, name: "Fourth" });
  expect(await actions()).toEqual(["created", "updated", "updated"]);
});

it("an engine without a log carries no events, and says so when it is asked for entries", async () => {
  const { store } = auditedProcesses();
  const engine = createKeyEngine({ store, owners: { find: async (id) => ({ id }) } });
  const { record } = await engine.create({ referenceId: OWNER });
  await engine.revoke({ id: record.id, referenceId: OWNER });
  expect((await store.findById(record.id))?.auditPending).toBeNull();
  await engine.audit.note({ action: "listed" });
  await engine.audit.denied({ code: "x", referenceId: OWNER, configId: "default" });
  await expect(engine.audit.page({})).rejects.toThrow("keeps no audit log");
  await expect(engine.audit.verify()).rejects.toThrow("keeps no audit log");
  await expect(engine.audit.entries({}).next()).rejects.toThrow("keeps no audit log");
  await engine.delete({ id: record.id, referenceId: OWNER });
  expect(await store.findById(record.id)).toBeNull();
});

it("what an entry says was there before was there, also where another process came between", async () => {
  const { start, reference, entries } = await oneKey();
  const late = start();
  const gate = late.store.hold("update", "before");
  const renamed = late.engine.update({ ...reference, name: "Third" });
  await gate.arrived();
  await start().engine.update({ ...reference, name: "Second" });
  gate.open();
  expect((await renamed).name).toBe("Third");
  expect((await entries()).slice(1).map(({ changes }) => changes)).toEqual([
    { name: { before: "First", after: "Second" } },
    { name: { before: "Second", after: "Third" } },
  ]);
});

it("a change that others get in the way of time and again is given up, and changes nothing", async () => {
  const { start, reference, entries } = await oneKey();
  const late = start();
  const other = start().engine;
  let turn = 0;
  const crowded = new Proxy(late.store.port, {
    get: (target, name) =>
      name === "update"
        ? async (...values: Parameters<typeof target.update>) => {
            turn += 1;
            await other.update({ ...reference, name: `other ${turn}` });
            return target.update(...values);
          }
        : Reflect.get(target, name),
  });
  const { engine } = start({ store: crowded });
  await expect(engine.update({ ...reference, name: "mine" })).rejects.toMatchObject({
    code: "KEY_BUSY",
  });
  expect(JSON.stringify(await entries())).not.toContain("mine");
});

it("two changes of one key never share a moment, although the clock stands still", async () => {
  const { engine, reference } = await oneKey();
  const moments = new Set<number>();
  for (const name of ["a", "b", "c"]) {
    moments.add((await engine.update({ ...reference, name })).updatedAt.getTime());
  }
  expect(moments.size).toBe(3);
});
