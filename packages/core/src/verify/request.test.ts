import { describe, expect, test } from "vitest";
import { type TestEngineOptions, testEngine } from "../testing/test-engine.ts";
import type { CreateKeyInput } from "../lifecycle/create-key.ts";
import type { VerifyRequest } from "./verification.ts";

// What a request asks of a key beside its being valid. Everything cold (first use) and warm (cached).

const OWNER = "owner";

async function withKey(input: Partial<CreateKeyInput>, options: TestEngineOptions = {}) {
  const fixture = testEngine(options);
  const { key, record } = await fixture.engine.create({ referenceId: OWNER, ...input });
  const coldAndWarm = async (request?: VerifyRequest) => {
    const { store, clock } = fixture;
    const anew = testEngine({ ...options, store: store.port, clock }).engine;
    // A cost of 0, so that both find the same left of the limit.
    const asked = { ...request, cost: 0 };
    const [cold, warm] = [await anew.verify(key, asked), await anew.verify(key, asked)];
    expect(warm).toEqual(cold);
    return cold;
  };
  return { ...fixture, key, record, coldAndWarm };
}

describe("permissions", () => {
  const permissions = { files: ["read"], reports: ["*"] };

  test.each([
    [{}, null],
    [{ files: ["read"] }, null],
    [{ files: ["read"], reports: ["delete"] }, null],
    [{ files: ["read", "write"] }, { files: ["write"] }],
    [{ users: ["read"], files: ["read"] }, { users: ["read"] }],
  ])("of a key that has some: %j lacks %j", async (wanted, missing) => {
    const { coldAndWarm } = await withKey({ permissions });
    const verification = await coldAndWarm({ permissions: wanted });
    expect(verification).toMatchObject(
      missing === null
        ? { valid: true, permissions }
        : { valid: false, outcome: "API_KEY_FORBIDDEN", missing },
    );
  });

  test.each([undefined, null, {}, { files: [] }])(
    "a key made with %j may do nothing that takes a permission",
    async (given) => {
      const { coldAndWarm } = await withKey({ permissions: given });
      expect((await coldAndWarm({ permissions: { files: ["read"] } })).outcome).toBe(
        "API_KEY_FORBIDDEN",
      );
      expect((await coldAndWarm()).outcome).toBe("valid");
    },
  );

  test("in metadata they count where the policy lets them, and only there", async () => {
    const metadata = { permissions: ["read:files", "write:files"] };
    const wanted = { permissions: { files: ["write"] } };
    const counting = { policy: { metadataPermissions: true } };
    const counted = await withKey({ metadata, permissions: { files: ["list"] } }, counting);
    expect(await counted.coldAndWarm(wanted)).toMatchObject({
      valid: true,
      permissions: { files: ["list", "read", "write"] },
    });
    const { coldAndWarm } = await withKey({ metadata });
    expect((await coldAndWarm(wanted)).outcome).toBe("API_KEY_FORBIDDEN");
  });

  test("a change of them is seen by the very next verification", async () => {
    const { engine, key, record } = await withKey({ permissions });
    const verify = async () =>
      (await engine.verify(key, { permissions: { files: ["read"] } })).outcome;
    expect(await verify()).toBe("valid");
    const reference = { id: record.id, referenceId: OWNER };
    await engine.update({ ...reference, permissions: { files: ["list"] } });
    expect(await verify()).toBe("API_KEY_FORBIDDEN");
  });
});

describe("addresses", () => {
  test.each([
    ["192.0.2.7", "valid"],
    ["::ffff:192.0.2.7", "valid"],
    ["198.51.100.1", "API_KEY_FORBIDDEN"],
    ["nonsense", "API_KEY_FORBIDDEN"],
    [null, "API_KEY_FORBIDDEN"],
    [undefined, "API_KEY_FORBIDDEN"],
  ])("a key for 192.0.2.0/24, used from %s: %s", async (address, outcome) => {
    const { coldAndWarm } = await withKey({ allowedAddresses: ["192.0.2.0/24"] });
    expect((await coldAndWarm({ address })).outcome).toBe(outcome);
  });

  test("a key without a list works from anywhere, known or not", async () => {
    const { coldAndWarm } = await withKey({});
    for (const address of ["192.0.2.7", null, undefined]) {
      expect((await coldAndWarm({ address })).outcome).toBe("valid");
    }
  });

  test("a state that refuses the key is told before where it may be used from", async () => {
    const { engine, record, coldAndWarm } = await withKey({ allowedAddresses: ["192.0.2.1"] });
    await engine.revoke({ id: record.id, referenceId: OWNER });
    expect((await coldAndWarm({ address: "198.51.100.1" })).outcome).toBe("API_KEY_REVOKED");
  });
});

describe("configurations", () => {
  const both = { one: {}, two: {} };

  test("a key passes under its own, and where none is asked for; never under another", async () => {
    const { store, clock } = testEngine();
    const engine = testEngine({ store: store.port, clock, configurations: both }).engine;
    const { key } = await engine.create({ referenceId: OWNER, configId: "one" });
    for (let time = 0; time < 2; time += 1) {
      expect((await engine.verify(key, { configId: "two" })).outcome).toBe("API_KEY_INVALID");
      expect((await engine.verify(key, { configId: "one" })).outcome).toBe("valid");
      expect((await engine.verify(key)).outcome).toBe("valid");
    }
  });

  test("what state the key is in is not told under another", async () => {
    const { engine } = testEngine({ configurations: both });
    const { key, record } = await engine.create({ referenceId: OWNER, configId: "one" });
    await engine.revoke({ id: record.id, referenceId: OWNER, configId: "one" });
    expect((await engine.verify(key, { configId: "two" })).outcome).toBe("API_KEY_INVALID");
  });

  test("a key whose configuration is no more is invalid", async () => {
    const { engine, store, clock } = testEngine({ configurations: both });
    const { key } = await engine.create({ referenceId: OWNER, configId: "two" });
    const later = testEngine({ store: store.port, clock, configurations: { one: {} } });
    expect((await later.engine.verify(key)).outcome).toBe("API_KEY_INVALID");
  });

  test("operations do not reach over: another configuration's key is not found, none of that id is refused", async () => {
    const { engine } = testEngine({ configurations: both });
    const { record } = await engine.create({ referenceId: OWNER, configId: "one" });
    const foreign = { id: record.id, referenceId: OWNER, configId: "two" };
    for (const operation of [
      engine.get(foreign),
      engine.update({ ...foreign, name: "x" }),
      engine.rotate(foreign),
      engine.revoke(foreign),
      engine.delete(foreign),
    ]) {
      await expect(operation).rejects.toMatchObject({ code: "KEY_NOT_FOUND" });
    }
    await expect(engine.create({ referenceId: OWNER, configId: "three" })).rejects.toThrow(
      "there are: one, two",
    );
    expect((await engine.list({ referenceId: OWNER, configId: "two" })).total).toBe(0);
    expect((await engine.list({ referenceId: OWNER, configId: "one" })).records).toEqual([record]);
  });
});
