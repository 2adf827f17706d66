import { describe, expect, test } from "vitest";
import type { Hasher } from "../port/hasher.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { OwnerDirectory } from "../port/owner-directory.ts";
import type { Outcome } from "../code/outcome-codes.ts";
import type { Gate } from "../testing/faulty.ts";
import { type TestEngine, type TestOwner, testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";
const IN_FLIGHT = 16;

interface AwaitPoint {
  readonly name: string;
  readonly hold: (fixture: TestEngine, when: "before" | "after") => Gate;
}

const at = {
  store: (method: keyof KeyStore): AwaitPoint => ({
    name: `store.${method}`,
    hold: ({ store }, when) => store.hold(method, when),
  }),
  hasher: (method: keyof Hasher): AwaitPoint => ({
    name: `hasher.${method}`,
    hold: ({ hasher }, when) => hasher.hold(method, when),
  }),
  owners: (method: keyof OwnerDirectory<TestOwner>): AwaitPoint => ({
    name: `owners.${method}`,
    hold: ({ owners }, when) => owners.hold(method, when),
  }),
};

const AWAIT_POINTS = {
  cold: [at.store("findByStart"), at.hasher("verify"), at.owners("find")],
  // Nothing is believed, so that the record is read again once the secret is proved.
  "cold and doubting": [
    at.store("findByStart"),
    at.hasher("verify"),
    at.store("findById"),
    at.owners("find"),
  ],
  warm: [at.store("findById"), at.owners("find")],
};

const OPERATIONS: readonly {
  readonly name: string;
  readonly run: (fixture: TestEngine, id: string) => Promise<unknown>;
  readonly outcome: Outcome;
}[] = [
  {
    name: "revoke",
    run: ({ engine }, id) => engine.revoke({ id, referenceId: OWNER }),
    outcome: "API_KEY_REVOKED",
  },
  {
    name: "disable",
    run: ({ engine }, id) => engine.update({ id, referenceId: OWNER, enabled: false }),
    outcome: "API_KEY_DISABLED",
  },
  {
    name: "delete",
    run: ({ engine }, id) => engine.delete({ id, referenceId: OWNER }),
    outcome: "API_KEY_INVALID",
  },
  {
    name: "forgetOwner of a banned owner",
    run: async ({ engine, banned }) => {
      banned.add(OWNER);
      await engine.forgetOwner(OWNER);
    },
    outcome: "API_KEY_INVALID",
  },
];

const cases = (["cold", "cold and doubting", "warm"] as const).flatMap((state) =>
  AWAIT_POINTS[state].flatMap((point) =>
    (["before", "after"] as const).flatMap((when) =>
      OPERATIONS.map((operation) => ({ state, point, when, operation })),
    ),
  ),
);

async function engineWithKey(state: keyof typeof AWAIT_POINTS) {
  const cache = state === "cold and doubting" ? { revalidateAfter: 0 } : {};
  const fixture = testEngine({ cache });
  const { key, record } = await fixture.engine.create({ referenceId: OWNER });
  if (state === "warm") {
    await fixture.engine.verify(key);
    fixture.clock.advance(1_000);
  }
  const verifyMany = () =>
    Promise.all(Array.from({ length: IN_FLIGHT }, () => fixture.engine.verify(key)));
  return { ...fixture, key, id: record.id, verifyMany };
}

describe("once an operation has resolved, every verification that starts afterwards knows of it", () => {
  test.each(cases)(
    "$operation.name, with $state verifications held $when $point.name",
    async ({ state, point, when, operation }) => {
      const fixture = await engineWithKey(state);
      const gate = point.hold(fixture, when);
      const early = fixture.verifyMany();
      await gate.arrived();
      // The operation may read what the verifications wait for.
      gate.holdNoMore();
      await operation.run(fixture, fixture.id);
      const gateForLate = point.hold(fixture, when);
      const late = fixture.verifyMany();
      gate.open();
      gateForLate.open();

      for (const { outcome } of await late) expect(outcome).toBe(operation.outcome);
      // These overlap with the operation: either answer is right, and nothing else.
      for (const { outcome } of await early)
        expect(["valid", operation.outcome]).toContain(outcome);
      // And nothing that was under way put the old state back, now or for the time to come.
      for (let second = 0; second < 3; second += 1) {
        expect((await fixture.engine.verify(fixture.key)).outcome).toBe(operation.outcome);
        fixture.clock.advance(1_000);
      }
    },
  );

  test("and while the store has done it and not yet said so, no answer outlives it", async () => {
    const { engine, store, key, id } = await engineWithKey("warm");
    const gate = store.hold("update", "after");
    const revoked = engine.revoke({ id, referenceId: OWNER });
    await gate.arrived();
    await engine.verify(key);
    gate.open();
    await revoked;
    expect((await engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
  });
});

test("a verification never writes the record", async () => {
  const { engine, store, clock, key, resetCalls } = await engineWithKey("cold");
  resetCalls();
  for (let second = 0; second < 3; second += 1) {
    await engine.verify(key);
    clock.advance(1_000);
  }
  const reads = store.calls("findByStart") + store.calls("findById");
  expect(store.calls()).toBe(reads);
});
