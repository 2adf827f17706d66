import * as fc from "fast-check";
import { expect, it } from "vitest";
import { alertingProcesses } from "../testing/alerting-processes.ts";
import { scheduledStore } from "../testing/scheduled-store.ts";
import { ALERT_SWEEP_INTERVAL, FIRST_ALERT_SWEEP, KEY_LOOK_INTERVAL } from "./alerting.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const POLICY = {
  environments: { production: { prefix: "live_", expiresIn: null, rotateEvery: 90 * 24 * 3_600 } },
};

/** Until all that memory can answer is answered. */
const idle = async () => {
  for (let time = 0; time < 20; time += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
};

it("a process looks soon after its start, and at all keys every quarter of an hour", async () => {
  const { start, insert, clock, alerts } = alertingProcesses({ policy: POLICY });
  const { timers, store, engine } = start();
  const expiring = () => insert(30 * DAY, { expiresAt: new Date(clock.now() + DAY) });
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds);
    timers.advance(milliseconds);
    await idle();
  };
  await expiring();
  await pass(FIRST_ALERT_SWEEP);
  expect(await alerts()).toHaveLength(1);
  await expiring();
  for (let time = 0; time < 5; time += 1) await pass(ALERT_SWEEP_INTERVAL);
  expect(await alerts()).toHaveLength(1);
  expect(store.calls("listUnreplaced")).toBe(1);
  for (let time = 0; time < KEY_LOOK_INTERVAL; time += ALERT_SWEEP_INTERVAL) {
    await pass(ALERT_SWEEP_INTERVAL);
  }
  expect(await alerts()).toHaveLength(2);
  await engine.close();
  expect(timers.armed).toBe(0);
});

it("of several processes one looks at a time", async () => {
  const { start, clock } = alertingProcesses({ policy: POLICY });
  const processes = [start(), start(), start()];
  for (let time = 0; time < 4 * KEY_LOOK_INTERVAL; time += ALERT_SWEEP_INTERVAL) {
    clock.advance(ALERT_SWEEP_INTERVAL);
    for (const { timers } of processes) timers.advance(ALERT_SWEEP_INTERVAL);
    await idle();
  }
  const looks = processes.map(({ store }) => store.calls("listUnreplaced"));
  const sum = looks.reduce((all, each) => all + each, 0);
  expect(sum).toBeGreaterThanOrEqual(4);
  expect(sum).toBeLessThanOrEqual(6);
});

it("a sweep that fails is reported, and the next one makes up for it", async () => {
  const { start, insert, clock, alerts } = alertingProcesses();
  const { timers, store, faults } = start();
  await insert(30 * DAY, { expiresAt: new Date(clock.now() + DAY) });
  store.fail(new Error("away"));
  timers.advance(FIRST_ALERT_SWEEP);
  await idle();
  expect(faults).toContainEqual({ during: "alerts", error: new Error("away") });
  store.heal();
  for (let time = 0; time < KEY_LOOK_INTERVAL; time += ALERT_SWEEP_INTERVAL) {
    clock.advance(ALERT_SWEEP_INTERVAL);
    timers.advance(ALERT_SWEEP_INTERVAL);
    await idle();
  }
  expect(await alerts()).toHaveLength(1);
});

/** What a process does next: it sweeps, dies in the middle of a sweep after so many calls, or time passes. */
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("sweep"), processes: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant("die"), after: fc.integer({ min: 0, max: 30 }) }),
    fc.record({ kind: fc.constant("wait"), minutes: fc.integer({ min: 1, max: 36 * 60 }) }),
  ),
  { maxLength: 14 },
);

/** A store that answers so many calls, and then none any more. */
function dyingAfter<Store extends object>(original: Store, calls: { left: number }): Store {
  return new Proxy(original, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return async (...values: unknown[]) => {
        calls.left -= 1;
        if (calls.left < 0) throw new Error("dead");
        return Reflect.apply(method, target, values);
      };
    },
  });
}

it("whatever processes sweep, in whatever order, and die in between: each event is raised exactly once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), steps, async (scheduler, taken) => {
      const home = alertingProcesses({ policy: POLICY });
      const { clock, insert, count, alerts } = home;
      const expiring = await insert(30 * DAY, { expiresAt: new Date(clock.now() + 9 * DAY) });
      const due = await insert(100 * DAY, { environment: "production" });
      const revoked = await insert(DAY, { revokedAt: new Date(clock.now()) });
      await count(revoked.id, 3, { API_KEY_REVOKED: 1 });
      for (const step of taken) {
        if ("minutes" in step) clock.advance(step.minutes * MINUTE);
        else if ("after" in step) {
          const calls = { left: step.after };
          const dying = home.start({
            store: dyingAfter(home.store, calls),
            alertStore: dyingAfter(home.alertStore, calls),
          });
          await dying.engine.alerts.sweep().catch(() => undefined);
        } else {
          const sweeps = Array.from({ length: step.processes }, () =>
            home
              .start({
                store: scheduledStore(home.store, scheduler),
                alertStore: scheduledStore(home.alertStore, scheduler),
              })
              .engine.alerts.sweep(),
          );
          await scheduler.waitFor(Promise.all(sweeps));
        }
        const before = await alerts();
        const events = before.map(({ kind, keyId, details }) =>
          JSON.stringify([kind, keyId, details["days"]]),
        );
        expect(new Set(events).size).toBe(events.length);
      }
      // Whoever is left makes up for all of them.
      await home.start().engine.alerts.sweep();
      const open = (await alerts()).filter(({ resolvedAt }) => resolvedAt === null);
      const left = expiring.expiresAt === null ? 0 : expiring.expiresAt.getTime() - clock.now();
      const expected = [`rotation-due ${due.id}`, ...(left > 0 ? [`expiring ${expiring.id}`] : [])];
      const told = open
        .filter(({ kind }) => kind !== "ended-key-tried")
        .map(({ kind, keyId }) => `${kind} ${keyId}`);
      expect(told.toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 80 },
  );
});
