import { describe, expect, it } from "vitest";
import { alertingProcesses } from "../testing/alerting-processes.ts";
import type { TestOwner } from "../testing/test-engine.ts";
import type { Alert } from "./alert.ts";
import type { AlertDigest } from "./digests.ts";
import { LEASE } from "./message.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const AWAY = new Error("no mail today");

/** Two processes that send digests to one place, and announce alerts to another. */
function told(options: { digestInterval?: number } = {}) {
  const home = alertingProcesses();
  const digests: AlertDigest<TestOwner>[] = [];
  const announced: Alert[] = [];
  let failure: Error | null = null;
  const alerts = {
    ...options,
    send: async (digest: AlertDigest<TestOwner>) => {
      if (failure !== null) throw failure;
      digests.push(digest);
    },
    announce: async (alert: Alert) => {
      if (failure !== null) throw failure;
      announced.push(alert);
    },
  };
  const engines = [home.start({ alerts }), home.start({ alerts })] as const;
  const sweep = () => Promise.all(engines.map(({ engine }) => engine.alerts.sweep()));
  /** Raises something about a new key of this owner. */
  const raise = async (referenceId: string) => {
    const { id } = await home.insert(DAY, { referenceId });
    return engines[0].engine.alerts.raise({ kind: "leaked", keyId: id });
  };
  const fail = (error: Error | null) => {
    failure = error;
  };
  /** Lets so many minutes pass, with a sweep in each. */
  const pass = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      home.clock.advance(MINUTE);
      await sweep();
    }
  };
  return { ...home, engines, digests, announced, sweep, raise, fail, pass };
}

describe("a digest", () => {
  it("has all that was raised for one owner within the interval, and comes once", async () => {
    const { raise, pass, digests, alerts, clock } = told();
    await raise("ada");
    await pass(3);
    await raise("ada");
    await raise("bob");
    expect(digests).toEqual([]);
    await pass(2);
    const sent = digests.map(({ owner, alerts: all }) => [owner.id, all.length]);
    expect(sent).toEqual([["ada", 2]]);
    const byOwner = Object.groupBy(await alerts(), ({ referenceId }) => referenceId);
    const sentAt = new Date(clock.now());
    expect(byOwner["ada"]).toMatchObject([{ sentAt }, { sentAt }]);
    expect(byOwner["bob"]).toMatchObject([{ sentAt: null }]);
    await pass(3);
    await pass(60);
    expect(digests.map(({ owner }) => owner.id)).toEqual(["ada", "bob"]);
  });

  it("has alerts as owners see them, oldest first, and nothing of the key but its start", async () => {
    const { raise, pass, digests } = told();
    const first = await raise("ada");
    await pass(1);
    const second = await raise("ada");
    await pass(4);
    expect(digests[0]?.alerts).toMatchObject([{ id: first?.id }, { id: second?.id }]);
    expect(Object.keys(digests[0]?.alerts[0] ?? {})).not.toContain("event");
  });

  it("that fails comes again, later and later, until it succeeds; then no more", async () => {
    const { raise, pass, digests, fail, engines, alerts } = told({ digestInterval: 0 });
    await raise("ada");
    fail(AWAY);
    await pass(30);
    const faults = engines
      .flatMap((each) => each.faults)
      .filter(({ during }) => during === "alerts");
    // One announcement and one digest each after 1, 2, 4, 8 and 16 minutes.
    expect(faults).toHaveLength(2 * 5);
    expect(faults[0]?.error).toBe(AWAY);
    expect(await alerts()).toMatchObject([{ sentAt: null }]);
    fail(null);
    await pass(60);
    expect(digests).toHaveLength(1);
  });

  it("is not sent to owners who are gone or banned", async () => {
    const { raise, pass, digests, engines, alerts } = told();
    await raise("ada");
    for (const { banned } of engines) banned.add("ada");
    await pass(10);
    for (const { banned } of engines) banned.delete("ada");
    await pass(100);
    expect(digests).toEqual([]);
    expect(await alerts()).toMatchObject([{ sentAt: null, resolvedAt: null }]);
  });

  it("of a process that died comes again, from another one", async () => {
    const { raise, clock, alertStore, pass, digests, engines } = told({ digestInterval: 0 });
    const raised = await raise("ada");
    const dying = { sending: { at: new Date(clock.now() + LEASE), attempts: 1 } };
    await alertStore.update(raised?.id ?? "", {}, dying);
    await pass(LEASE / MINUTE - 1);
    expect(digests).toEqual([]);
    await engines[0].engine.close();
    await pass(1);
    expect(digests).toHaveLength(1);
  });

  it("holds no more than 100; what is more comes in others", async () => {
    const { raise, pass, digests } = told();
    for (let count = 0; count < 230; count += 1) await raise("ada");
    await pass(10);
    expect(digests.map(({ alerts }) => alerts.length)).toEqual([100, 100, 30]);
    expect(new Set(digests.flatMap(({ alerts }) => alerts.map(({ id }) => id))).size).toBe(230);
  });
});

describe("an announcement", () => {
  it("is made of every alert, once, without waiting for a digest", async () => {
    const { raise, sweep, announced, pass } = told();
    const raised = [await raise("ada"), await raise("bob")];
    await sweep();
    expect(new Set(announced.map(({ id }) => id))).toEqual(
      new Set(raised.map((alert) => alert?.id)),
    );
    await pass(20);
    expect(announced).toHaveLength(2);
  });

  it("that fails is made again", async () => {
    const { raise, sweep, announced, fail, pass } = told();
    await raise("ada");
    fail(AWAY);
    await sweep();
    fail(null);
    await pass(2);
    expect(announced).toHaveLength(1);
  });
});

it("where nobody is to be told, what was raised is not told later on either", async () => {
  const home = alertingProcesses();
  const { id } = await home.insert(DAY);
  await home.start().engine.alerts.raise({ kind: "leaked", keyId: id });
  const sent: unknown[] = [];
  const send = async (digest: unknown) => {
    sent.push(digest);
  };
  const { engine } = home.start({ alerts: { send } });
  home.clock.advance(DAY);
  await engine.alerts.sweep();
  expect(sent).toEqual([]);
});

it("a hook that does not answer keeps neither verifications nor the other processes waiting", async () => {
  const home = alertingProcesses();
  const hanging = { send: () => new Promise<void>(() => undefined), digestInterval: 0 };
  const { engine, timers, faults } = home.start({ alerts: hanging });
  const created = await engine.create({ referenceId: "ada" });
  await engine.alerts.raise({ kind: "leaked", keyId: created.record.id });
  timers.advance(10_000);
  const verified = await engine.verify(created.key);
  expect(verified.valid).toBe(true);
  // Until its deadline.
  for (let second = 0; second < 100; second += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    timers.advance(1_000);
  }
  await engine.close();
  expect(faults).toMatchObject([{ during: "alerts" }]);
});
