import { expect, it } from "vitest";
import { auditedProcesses } from "../testing/audited-processes.ts";
import type { By } from "./actor.ts";
import { DENIAL_PERIOD } from "./denials.ts";

const OWNER = "owner";
const by: By = { actor: { kind: "user", id: "ada" }, address: "192.0.2.7", client: null };
const policy = { expiry: { min: 60, max: 3_600, default: 60, never: false, custom: true } };
const tooLong = { referenceId: OWNER, expiresIn: 7_200, by };

function denying() {
  const processes = auditedProcesses();
  return { ...processes, ...processes.start({ policy }) };
}

it("what the policy denies is written down with its code, and who wanted it", async () => {
  const { engine, entries } = denying();
  await expect(engine.create(tooLong)).rejects.toThrow();
  expect(await entries()).toMatchObject([
    {
      action: "denied",
      reason: "EXPIRES_IN_IS_TOO_LARGE",
      ...by,
      referenceId: OWNER,
      configId: "default",
      keyId: null,
      changes: {},
    },
  ]);
});

it("update and rotate are denied as create is", async () => {
  const { engine, entries } = denying();
  const { record } = await engine.create({ referenceId: OWNER });
  const reference = { id: record.id, referenceId: OWNER, by };
  await expect(engine.update({ ...reference, expiresIn: 7_200 })).rejects.toThrow();
  await expect(engine.rotate({ ...reference, overlap: 1e9 })).rejects.toThrow();
  expect((await entries()).map(({ reason }) => reason)).toEqual([
    null,
    "EXPIRES_IN_IS_TOO_LARGE",
    "INVALID_OVERLAP",
  ]);
});

it("a mistake, or a key that is not there, is no denial", async () => {
  const { engine, entries } = denying();
  await expect(engine.create({ referenceId: OWNER, name: "" })).rejects.toThrow();
  await expect(engine.create({ referenceId: OWNER, metadata: [] })).rejects.toThrow();
  await expect(engine.update({ id: "none", referenceId: OWNER, name: "x" })).rejects.toThrow(
    "not found",
  );
  expect(await entries()).toEqual([]);
});

it("whoever hammers gets one entry a minute for each code, through however many processes", async () => {
  const { start, clock, entries } = auditedProcesses();
  const processes = [start({ policy }), start({ policy })];
  const hammer = async () => {
    for (let time = 0; time < 5; time += 1) {
      for (const { engine } of processes) await engine.create(tooLong).catch(() => undefined);
    }
  };
  await hammer();
  expect(await entries()).toHaveLength(1);
  await processes[0]?.engine.create({ ...tooLong, expiresIn: 1 }).catch(() => undefined);
  await processes[0]?.engine.create({ ...tooLong, referenceId: "another" }).catch(() => undefined);
  expect(await entries()).toHaveLength(3);
  clock.advance(DENIAL_PERIOD);
  await hammer();
  expect(await entries()).toHaveLength(4);
});

it("a process asks the log once for a denial that it has written down", async () => {
  const { engine, auditLog, registers, resetCalls } = denying();
  await engine.create(tooLong).catch(() => undefined);
  resetCalls();
  await engine.create(tooLong).catch(() => undefined);
  expect([auditLog.calls(), registers.calls()]).toEqual([0, 0]);
});

it("what cannot be written down is denied all the same, and reported", async () => {
  const { engine, auditLog, faults } = denying();
  auditLog.fail(new Error("away"));
  await expect(engine.create(tooLong)).rejects.toThrow("expiresIn");
  expect(faults).toMatchObject([{ during: "audit", error: new Error("away") }]);
});
