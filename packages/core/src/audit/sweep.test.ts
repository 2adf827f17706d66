import { expect, it } from "vitest";
import { pendingToText } from "./entry-text.ts";
import { FIRST_SWEEP, SWEEP_INTERVAL } from "./sweep.ts";
import { auditEvent } from "../testing/audit-event.ts";
import { auditedProcesses } from "../testing/audited-processes.ts";
import { keyDraft } from "../testing/key-draft.ts";

/** Until all that memory can answer is answered. */
const idle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What a process that died has left on a record. */
function leftOver() {
  const {
    keyId: _keyId,
    start: _start,
    referenceId: _owner,
    configId: _config,
    ...event
  } = auditEvent();
  return keyDraft({ auditPending: pendingToText(event) });
}

it("a process sweeps soon after its start, and then from time to time", async () => {
  const { start, store, entries } = auditedProcesses();
  const { timers } = start();
  const first = await store.insert(leftOver());
  timers.advance(FIRST_SWEEP - 1);
  expect(await store.findPending(10)).toHaveLength(1);
  timers.advance(1);
  await idle();
  expect(await entries()).toMatchObject([
    { keyId: first.id, start: first.start, referenceId: first.referenceId, configId: "default" },
  ]);
});

it("the next sweep comes after the interval, also when one failed", async () => {
  const { start, store, actions } = auditedProcesses();
  const { timers, faults, store: port } = start();
  port.fail(new Error("away"), ["findPending"]);
  timers.advance(FIRST_SWEEP);
  await idle();
  expect(faults).toMatchObject([{ during: "audit", error: new Error("away") }]);
  port.heal();
  await store.insert(leftOver());
  timers.advance(SWEEP_INTERVAL);
  await idle();
  expect(await actions()).toEqual(["updated"]);
});

it("more than one batch is swept, and what cannot be told keeps nothing else from being told", async () => {
  const { start, store, actions } = auditedProcesses();
  const spoilt = await store.insert(keyDraft({ auditPending: "no event" }));
  for (let count = 0; count < 230; count += 1) await store.insert(leftOver());
  const { timers, faults, engine } = start();
  timers.advance(FIRST_SWEEP);
  await idle();
  await engine.close();
  expect(faults).toHaveLength(1);
  expect(await actions()).toHaveLength(230);
  expect(await store.findPending(10)).toEqual([spoilt]);
});

it("an engine that is closed sweeps no more", async () => {
  const { start } = auditedProcesses();
  const { engine, timers } = start();
  await engine.close();
  expect(timers.armed).toBe(0);
  const swept = start();
  swept.timers.advance(FIRST_SWEEP);
  await swept.engine.close();
  expect(swept.timers.armed).toBe(0);
});
