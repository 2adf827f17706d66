import { describe, expect, test } from "vitest";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";

async function engineWithKey() {
  const fixture = testEngine();
  const { key, record } = await fixture.engine.create({
    referenceId: OWNER,
    name: "Payments",
    prefix: "app_",
    metadata: { a: 1 },
    expiresIn: 3_600,
  });
  fixture.clock.advance(1_000);
  const stored = () => fixture.store.port.findById(record.id);
  return { ...fixture, key, record, stored, reference: { id: record.id, referenceId: OWNER } };
}

describe("update", () => {
  test.each([
    ["name", { name: " New name " }, { name: "New name" }],
    ["enabled", { enabled: false }, { enabled: false }],
    ["metadata", { metadata: { b: [2] } }, { metadata: { b: [2] } }],
    ["no metadata", { metadata: null }, { metadata: null }],
    ["no expiry", { expiresIn: null }, { expiresAt: null }],
  ])("changes %s, the time of change, and nothing else", async (_, input, change) => {
    const { engine, clock, record, reference, stored } = await engineWithKey();
    const expected = { ...record, ...change, updatedAt: new Date(clock.now()) };
    expect(await engine.update({ ...reference, ...input })).toEqual(expected);
    expect(await stored()).toMatchObject(expected);
  });

  test("counts an expiry from now, and can bring an expired key back", async () => {
    const { engine, clock, key, reference } = await engineWithKey();
    clock.advance(3_600_000);
    expect((await engine.verify(key)).outcome).toBe("API_KEY_EXPIRED");
    const { expiresAt } = await engine.update({ ...reference, expiresIn: 60 });
    expect(expiresAt).toEqual(new Date(clock.now() + 60_000));
    expect((await engine.verify(key)).outcome).toBe("valid");
  });

  test("disables and enables again, at once", async () => {
    const { engine, key, reference } = await engineWithKey();
    await engine.verify(key);
    await engine.update({ ...reference, enabled: false });
    expect((await engine.verify(key)).outcome).toBe("API_KEY_DISABLED");
    await engine.update({ ...reference, enabled: true });
    expect((await engine.verify(key)).outcome).toBe("valid");
  });

  test.each([
    ["nothing", {}, "NO_VALUES_TO_UPDATE"],
    [
      "nothing but what is undefined",
      { name: undefined, enabled: undefined },
      "NO_VALUES_TO_UPDATE",
    ],
    ["an empty name", { name: "", enabled: false }, "INVALID_NAME_LENGTH"],
    ["a name with a control character", { name: "\0", enabled: false }, "INVALID_NAME"],
    ["metadata that is no object", { metadata: 1, enabled: false }, "INVALID_METADATA_TYPE"],
    ["deep metadata", { metadata: nested(17), enabled: false }, "METADATA_TOO_LARGE"],
    ["an expiry in the past", { expiresIn: -1, enabled: false }, "EXPIRES_IN_IS_TOO_SMALL"],
    ["an expiry too far", { expiresIn: 1e12, enabled: false }, "EXPIRES_IN_IS_TOO_LARGE"],
  ])("refuses %s, and leaves all of it as it was", async (_, input, code) => {
    const { engine, key, reference, stored } = await engineWithKey();
    const before = await stored();
    await expect(engine.update({ ...reference, ...input })).rejects.toMatchObject({ code });
    expect(await stored()).toEqual(before);
    expect((await engine.verify(key)).outcome).toBe("valid");
  });

  test("refuses a revoked key, which stays as it was", async () => {
    const { engine, reference, stored } = await engineWithKey();
    await engine.revoke(reference);
    const revoked = await stored();
    for (const input of [{ enabled: true }, { name: "back" }, { expiresIn: null }]) {
      await expect(engine.update({ ...reference, ...input })).rejects.toMatchObject({
        code: "KEY_REVOKED",
      });
    }
    expect(await stored()).toEqual(revoked);
  });

  test("that races a revocation by another process does not undo it", async () => {
    const records = new MemoryKeyStore();
    const [here, there] = [testEngine({ store: records }), testEngine({ store: records })];
    const { record } = await here.engine.create({ referenceId: OWNER });
    const reference = { id: record.id, referenceId: OWNER };
    const gate = here.store.hold("update", "before");
    const updating = here.engine.update({ ...reference, enabled: true, name: "late" });
    await gate.arrived();
    const revoked = await there.engine.revoke(reference);
    gate.open();
    await expect(updating).rejects.toMatchObject({ code: "KEY_REVOKED" });
    expect(await records.findById(record.id)).toMatchObject(revoked);
  });
});

describe("revoke", () => {
  test("marks the record for good, and keeps it", async () => {
    const { engine, clock, key, record, reference, stored } = await engineWithKey();
    const now = new Date(clock.now());
    const expected = { ...record, revokedAt: now, updatedAt: now };
    expect(await engine.revoke(reference)).toEqual(expected);
    expect(await stored()).toMatchObject(expected);
    expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
  });

  test("twice changes nothing and answers the first time", async () => {
    const { engine, clock, reference, stored } = await engineWithKey();
    const first = await engine.revoke(reference);
    clock.advance(60_000);
    expect(await engine.revoke(reference)).toEqual(first);
    expect(await stored()).toMatchObject(first);
  });

  test("20 times at once succeeds 20 times, with one moment", async () => {
    const { engine, reference } = await engineWithKey();
    const answers = await Promise.all(Array.from({ length: 20 }, () => engine.revoke(reference)));
    expect(new Set(answers.map(({ revokedAt }) => revokedAt?.getTime())).size).toBe(1);
  });

  test("works on disabled and expired keys", async () => {
    const { engine, clock, key, reference } = await engineWithKey();
    await engine.update({ ...reference, enabled: false });
    clock.advance(3_600_000);
    await engine.revoke(reference);
    expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
  });

  test("whose write fails is not acknowledged", async () => {
    const { engine, store, reference } = await engineWithKey();
    store.fail(new Error("away"));
    await expect(engine.revoke(reference)).rejects.toThrow("away");
  });
});

describe("delete", () => {
  test("removes the record, of a revoked key too", async () => {
    const { engine, reference, stored } = await engineWithKey();
    await engine.revoke(reference);
    await expect(engine.delete(reference)).resolves.toBeUndefined();
    expect(await stored()).toBeNull();
  });

  test("twice says that there is nothing", async () => {
    const { engine, reference } = await engineWithKey();
    await engine.delete(reference);
    await expect(engine.delete(reference)).rejects.toMatchObject({ code: "KEY_NOT_FOUND" });
  });
});

describe("another owner's key is the same as none, to the letter", () => {
  const operations: Record<string, (fixture: TestEngine, id: string) => Promise<unknown>> = {
    get: ({ engine }, id) => engine.get({ id, referenceId: "stranger" }),
    update: ({ engine }, id) => engine.update({ id, referenceId: "stranger", enabled: false }),
    revoke: ({ engine }, id) => engine.revoke({ id, referenceId: "stranger" }),
    delete: ({ engine }, id) => engine.delete({ id, referenceId: "stranger" }),
  };

  test.each(Object.keys(operations))("%s: refused, and nothing is changed", async (name) => {
    const fixture = await engineWithKey();
    const { key, record, stored, store } = fixture;
    await fixture.engine.verify(key);
    const before = await stored();
    const refusal = async (id: string) => {
      const failed: unknown = await operations[name]?.(fixture, id).catch(
        (error: unknown) => error,
      );
      return failed;
    };
    const strangers = await refusal(record.id);
    expect(strangers).toMatchObject({ code: "KEY_NOT_FOUND", message: "API Key not found" });
    expect(await refusal("no-such-id")).toEqual(strangers);
    expect(await stored()).toEqual(before);
    // The warm cache is neither a way in nor disturbed.
    store.resetCalls();
    expect((await fixture.engine.verify(key)).outcome).toBe("valid");
    expect(store.calls()).toBe(0);
  });

  test.each(Object.keys(operations))("%s: of a revoked key likewise", async (name) => {
    const fixture = await engineWithKey();
    await fixture.engine.revoke(fixture.reference);
    await expect(operations[name]?.(fixture, fixture.record.id)).rejects.toMatchObject({
      code: "KEY_NOT_FOUND",
    });
  });
});

function nested(levels: number): object {
  return levels === 1 ? {} : { a: nested(levels - 1) };
}
