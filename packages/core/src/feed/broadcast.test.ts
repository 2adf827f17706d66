import { expect, test } from "vitest";
import type { ChangeMessages } from "../port/change-messages.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { messageBus } from "../testing/message-bus.ts";
import { testEngine } from "../testing/test-engine.ts";
import { PUBLISH_DEADLINE } from "./broadcast.ts";

const OWNER = "owner";

async function twoProcesses() {
  const bus = messageBus();
  const clock = manualClock();
  const parts = { store: new MemoryKeyStore(), messages: [bus.messages], clock };
  const [here, there] = [testEngine(parts), testEngine(parts)];
  const { key, record } = await there.engine.create({ referenceId: OWNER });
  const reference = { id: record.id, referenceId: OWNER };
  const outcome = async () => (await here.engine.verify(key)).outcome;
  expect(await outcome()).toBe("valid");
  return { bus, here, there, key, reference, outcome, clock };
}

test.each(["revoke", "delete"] as const)(
  "who is told of a change sees it at once: %s",
  async (operation) => {
    const { there, reference, outcome } = await twoProcesses();
    await there.engine[operation](reference);
    expect(await outcome()).toBe(operation === "revoke" ? "API_KEY_REVOKED" : "API_KEY_INVALID");
  },
);

test("owners that are forgotten are forgotten everywhere", async () => {
  const { here, there, outcome, bus } = await twoProcesses();
  here.banned.add(OWNER);
  await there.engine.forgetOwner(OWNER);
  expect(await outcome()).toBe("API_KEY_INVALID");
  expect(bus.published.at(-1)).toEqual({ kind: "owner", id: OWNER, ownerKind: "user" });
});

test("others are told before the operation is answered, and after the store has it", async () => {
  const { there, here, key, reference, bus } = await twoProcesses();
  const gate = there.store.hold("update", "after");
  const revoking = there.engine.revoke(reference);
  await gate.arrived();
  expect(bus.published).toEqual([]);
  gate.open();
  const revoked = await revoking;
  expect(bus.published).toContainEqual({ kind: "key", id: reference.id });
  expect(revoked.revokedAt).not.toBeNull();
  expect((await here.engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
});

test("a message that is lost makes the change late and no more: within a second and a half", async () => {
  const { bus, there, reference, outcome, clock } = await twoProcesses();
  bus.lose();
  await there.engine.revoke(reference);
  expect(await outcome()).toBe("valid");
  clock.advance(1_500);
  expect(await outcome()).toBe("API_KEY_REVOKED");
});

test("where messages may have been lost it is looked for changes at once", async () => {
  const { bus, here, there, reference, outcome, clock } = await twoProcesses();
  for (let second = 0; second < 3; second += 1) {
    clock.advance(1_000);
    here.timers.advance(1_000);
    expect(await outcome()).toBe("valid");
  }
  bus.lose();
  await there.engine.revoke(reference);
  expect(await outcome()).toBe("valid");
  bus.mend();
  await expect.poll(outcome).toBe("API_KEY_REVOKED");
});

test("a process that knows of nothing has nothing to look for", async () => {
  const bus = messageBus();
  const { store } = testEngine({ messages: [bus.messages] });
  bus.mend();
  expect(store.calls()).toBe(0);
});

test("where nobody can be told the operation is done all the same, and that is reported", async () => {
  const { bus, there, reference, outcome, clock } = await twoProcesses();
  bus.break(new Error("no bus"));
  expect((await there.engine.revoke(reference)).revokedAt).not.toBeNull();
  expect(there.faults.map(({ during }) => during)).toEqual(["messages"]);
  expect(there.engine.metrics().changes.messages.failed).toBe(1);
  clock.advance(1_500);
  expect(await outcome()).toBe("API_KEY_REVOKED");
});

test("nobody waits for longer than half a second to have told others", async () => {
  const never: ChangeMessages = {
    publish: () => new Promise(() => undefined),
    subscribe: () => async () => undefined,
  };
  const { engine, timers, faults } = testEngine({ messages: [never] });
  const { record } = await engine.create({ referenceId: OWNER });
  const revoking = engine.revoke({ id: record.id, referenceId: OWNER });
  await expect.poll(() => timers.armed).toBeGreaterThan(0);
  await expect
    .poll(() => {
      timers.advance(PUBLISH_DEADLINE);
      return faults.map(({ during }) => during);
    })
    .toContain("messages");
  expect((await revoking).revokedAt).not.toBeNull();
});

test("a process that is closed listens no more", async () => {
  const { here, there, reference, outcome } = await twoProcesses();
  await here.engine.close();
  await there.engine.revoke(reference);
  expect(await outcome()).toBe("valid");
});
