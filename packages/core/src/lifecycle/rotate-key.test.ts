import { describe, expect, it } from "vitest";
import { DEFAULT_ENVIRONMENTS } from "../policy/environment.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";
const DAY = 24 * 60 * 60;

async function withKey(input: object = {}, options: Parameters<typeof testEngine>[0] = {}) {
  const fixture = testEngine(options);
  const { key, record } = await fixture.engine.create({ referenceId: OWNER, ...input });
  return { ...fixture, key, record, reference: { id: record.id, referenceId: OWNER } };
}

const outcomeOf = async ({ engine }: Pick<TestEngine, "engine">, key: string) =>
  (await engine.verify(key)).outcome;

describe("a rotation", () => {
  it("makes a new key that is the old one in all but the secret, and binds the two", async () => {
    const metadata = { service: "payments", permissions: ["read:orders"], rateLimit: 10 };
    const wish = { name: "Production - Payments", environment: "production", metadata };
    const policy = { environments: DEFAULT_ENVIRONMENTS };
    const fixture = await withKey({ ...wish, expiresIn: 120 * DAY }, { policy });
    const { engine, clock, key, record, reference } = fixture;
    clock.advance(50 * DAY * 1_000);

    const rotated = await engine.rotate(reference);

    expect(rotated.key).not.toBe(key);
    expect(rotated.record).toMatchObject({
      ...wish,
      prefix: "sk_live_",
      enabled: true,
      replacesId: record.id,
      replacedById: null,
      createdAt: new Date(clock.now()),
      expiresAt: new Date(clock.now() + 120 * DAY * 1_000),
    });
    expect(rotated.predecessor).toMatchObject({ id: record.id, replacedById: rotated.record.id });
    expect(JSON.stringify(rotated.record)).not.toContain(
      rotated.key.slice(rotated.record.start.length),
    );
  });

  it("leaves both working until the overlap ends; then the old one has expired", async () => {
    const fixture = await withKey();
    const rotated = await fixture.engine.rotate({ ...fixture.reference, overlap: 3_600 });
    const outcomes = () =>
      Promise.all([outcomeOf(fixture, fixture.key), outcomeOf(fixture, rotated.key)]);
    expect(await outcomes()).toEqual(["valid", "valid"]);
    fixture.clock.advance(3_599_999);
    expect(await outcomes()).toEqual(["valid", "valid"]);
    fixture.clock.advance(1);
    expect(await outcomes()).toEqual(["API_KEY_EXPIRED", "valid"]);
  });

  it("overlaps for a day unless asked otherwise", async () => {
    const { engine, clock, reference } = await withKey();
    const { predecessor } = await engine.rotate(reference);
    expect(predecessor.expiresAt).toEqual(new Date(clock.now() + DAY * 1_000));
  });

  it("with no overlap, ends the old key at once, also where it is known", async () => {
    const fixture = await withKey();
    expect(await outcomeOf(fixture, fixture.key)).toBe("valid");
    await fixture.engine.rotate({ ...fixture.reference, overlap: 0 });
    expect(await outcomeOf(fixture, fixture.key)).toBe("API_KEY_EXPIRED");
  });

  it("never makes the old key live longer than it would have", async () => {
    const { engine, record, reference } = await withKey({ expiresIn: 60 });
    const { predecessor } = await engine.rotate({ ...reference, overlap: 7 * DAY });
    expect(predecessor.expiresAt).toEqual(record.expiresAt);
  });

  it("gives the new key no longer a life than the policy of the day allows", async () => {
    const store = (await withKey()).store.port;
    const before = testEngine({ store });
    const { record } = await before.engine.create({ referenceId: OWNER, expiresIn: 1_000 * DAY });
    const expiry = { min: DAY, max: 30 * DAY, default: 30 * DAY, never: false, custom: true };
    const after = testEngine({ store, policy: { expiry } });
    const rotated = await after.engine.rotate({ id: record.id, referenceId: OWNER });
    expect(rotated.record.expiresAt).toEqual(new Date(after.clock.now() + 30 * DAY * 1_000));
  });

  it("may be repeated down the line", async () => {
    const { engine, reference } = await withKey();
    const second = await engine.rotate(reference);
    const third = await engine.rotate({ ...reference, id: second.record.id });
    expect(third.record.replacesId).toBe(second.record.id);
  });
});

describe("no rotation", () => {
  const refusals: [string, (fixture: Awaited<ReturnType<typeof withKey>>) => unknown, string][] = [
    ["of a revoked key", ({ engine, reference }) => engine.revoke(reference), "KEY_REVOKED"],
    [
      "of a disabled key",
      ({ engine, reference }) => engine.update({ ...reference, enabled: false }),
      "KEY_NOT_ACTIVE",
    ],
    ["of an expired key", ({ clock }) => clock.advance(60_000), "KEY_NOT_ACTIVE"],
    ["of a replaced key", ({ engine, reference }) => engine.rotate(reference), "KEY_REPLACED"],
    ["of a deleted key", ({ engine, reference }) => engine.delete(reference), "KEY_NOT_FOUND"],
  ];
  it.each(refusals)("%s", async (_which, prepare, code) => {
    const fixture = await withKey({ expiresIn: 60 });
    await prepare(fixture);
    fixture.resetCalls();
    await expect(fixture.engine.rotate(fixture.reference)).rejects.toMatchObject({ code });
    expect(fixture.store.calls("insert")).toBe(0);
  });

  it("of another owner's key, which is answered as one that never was", async () => {
    const { engine, reference } = await withKey();
    const stranger = { ...reference, referenceId: "stranger" };
    await expect(engine.rotate(stranger)).rejects.toMatchObject({ code: "KEY_NOT_FOUND" });
  });

  it("with an overlap beyond the policy", async () => {
    const { engine, reference } = await withKey();
    const rotation = engine.rotate({ ...reference, overlap: 31 * DAY });
    await expect(rotation).rejects.toMatchObject({ code: "INVALID_OVERLAP" });
  });
});

async function afterRotation() {
  const fixture = await withKey();
  const successor = await fixture.engine.rotate(fixture.reference);
  return { ...fixture, successor };
}

describe("after a rotation", () => {
  it("revoking the old key takes along all that came of it", async () => {
    const fixture = await afterRotation();
    const { engine, key, reference, successor } = fixture;
    const last = await engine.rotate({ ...reference, id: successor.record.id });
    await engine.revoke(reference);
    for (const each of [key, successor.key, last.key]) {
      expect(await outcomeOf(fixture, each)).toBe("API_KEY_REVOKED");
    }
  });

  it("revoking the old key can leave the new one, where that is asked for", async () => {
    const fixture = await afterRotation();
    await fixture.engine.revoke({ ...fixture.reference, successor: "keep" });
    expect(await outcomeOf(fixture, fixture.key)).toBe("API_KEY_REVOKED");
    expect(await outcomeOf(fixture, fixture.successor.key)).toBe("valid");
  });

  it("revoking the new key leaves the old one its overlap, and free to be rotated again", async () => {
    const fixture = await afterRotation();
    const { engine, reference, successor } = fixture;
    await engine.revoke({ ...reference, id: successor.record.id });
    expect(await outcomeOf(fixture, fixture.key)).toBe("valid");
    const again = await engine.rotate(reference);
    expect(await outcomeOf(fixture, again.key)).toBe("valid");
    expect(again.record.expiresAt).toBeNull();
  });

  it("the end of the overlap cannot be moved, only other things can", async () => {
    const { engine, reference } = await afterRotation();
    await expect(engine.update({ ...reference, expiresIn: null })).rejects.toMatchObject({
      code: "KEY_REPLACED",
    });
    expect((await engine.update({ ...reference, name: "Old" })).name).toBe("Old");
  });
});

describe("a rotation that dies half-way", () => {
  it("before the old key is bound: leaves it as it was", async () => {
    const fixture = await withKey();
    const { engine, store, reference, record } = fixture;
    store.fail(new Error("gone"), ["update"]);
    await expect(engine.rotate(reference)).rejects.toThrow("gone");
    store.heal();
    expect(await engine.get(reference)).toEqual(record);
    expect(await outcomeOf(fixture, (await engine.rotate(reference)).key)).toBe("valid");
  });

  it("before the new key is switched on: nothing works that nobody knows, and it can be repeated", async () => {
    const fixture = await withKey({ expiresIn: 90 * DAY });
    const { engine, store, clock, reference } = fixture;
    const bound = store.hold("update", "after");
    const dying = engine.rotate(reference);
    await bound.arrived();
    store.fail(new Error("gone"), ["update"]);
    bound.open();
    await expect(dying).rejects.toThrow("gone");
    store.heal();
    const left = (await engine.list({ referenceId: OWNER, status: "active" })).records;
    expect(left.map(({ id }) => id)).toEqual([reference.id]);
    const again = await engine.rotate(reference);
    expect(again.record.expiresAt).toEqual(new Date(clock.now() + 90 * DAY * 1_000));
    expect(await outcomeOf(fixture, again.key)).toBe("valid");
  });
});
