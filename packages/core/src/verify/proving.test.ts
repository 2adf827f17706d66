import { describe, expect, test } from "vitest";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";

/** A key that this process has not seen, whose secret is being checked: its record has been looked up. */
async function proving(options: Parameters<typeof testEngine>[0] = {}) {
  const fixture = testEngine(options);
  const { key, record } = await fixture.engine.create({ referenceId: OWNER });
  const others = [
    await fixture.engine.create({ referenceId: OWNER }),
    await fixture.engine.create({ referenceId: OWNER }),
  ];
  fixture.resetCalls();
  const gate = fixture.hasher.hold("verify", "after");
  const verification = fixture.engine.verify(key);
  await gate.arrived();
  const finish = async () => {
    gate.open();
    return (await verification).outcome;
  };
  return { ...fixture, key, id: record.id, others, finish };
}

const reads = ({ store }: Pick<TestEngine, "store">) => store.calls("findById");

describe("the record that was looked up is the key's state once its secret is proved", () => {
  test("without being read again", async () => {
    const fixture = await proving();
    fixture.clock.advance(999);
    expect(await fixture.finish()).toBe("valid");
    expect(reads(fixture)).toBe(0);
  });

  test("for as long as from any other read: the time of the proof counts", async () => {
    const { engine, key, clock, ...fixture } = await proving();
    clock.advance(999);
    await fixture.finish();
    expect((await engine.verify(key)).outcome).toBe("valid");
    expect(reads(fixture)).toBe(0);
    clock.advance(1);
    expect((await engine.verify(key)).outcome).toBe("valid");
    expect(reads(fixture)).toBe(1);
  });

  test("not if the proof took longer than that", async () => {
    const fixture = await proving();
    fixture.clock.advance(1_000);
    expect(await fixture.finish()).toBe("valid");
    expect(reads(fixture)).toBe(1);
  });

  test("not where nothing is believed without reading it", async () => {
    const fixture = await proving({ cache: { revalidateAfter: 0 } });
    expect(await fixture.finish()).toBe("valid");
    expect(reads(fixture)).toBe(1);
  });

  test("not after a change of the key", async () => {
    const fixture = await proving();
    await fixture.engine.revoke({ id: fixture.id, referenceId: OWNER });
    expect(await fixture.finish()).toBe("API_KEY_REVOKED");
  });

  test("nor after one of another key: whose record a look-up will find is not known before", async () => {
    const fixture = await proving();
    const id = fixture.others[0]?.record.id ?? "";
    await fixture.engine.update({ id, referenceId: OWNER, enabled: false });
    fixture.resetCalls();
    expect(await fixture.finish()).toBe("valid");
    expect(reads(fixture)).toBe(1);
  });

  test("not for whoever asks after a change that came when the cache had lost the key again", async () => {
    const { engine, hasher, key, id, ...fixture } = await proving({ cache: { capacity: 2 } });
    expect(await fixture.finish()).toBe("valid");
    for (const other of fixture.others) await engine.verify(other.key);
    await engine.revoke({ id, referenceId: OWNER });
    expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
    expect(hasher.calls("verify")).toBe(4);
  });
});

test("what another process changed while the secret was checked is seen after revalidateAfter", async () => {
  const { engine, store, clock, key, id, finish } = await proving();
  await testEngine({ store: store.port, clock }).engine.revoke({ id, referenceId: OWNER });
  clock.advance(500);
  // As of a key that was known before: the store was asked half a second ago.
  expect(await finish()).toBe("valid");
  clock.advance(499);
  expect((await engine.verify(key)).outcome).toBe("valid");
  clock.advance(1);
  expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
});
