import * as fc from "fast-check";
import { expect, it } from "vitest";
import { MemoryAuditLog } from "../memory/memory-audit-log.ts";
import { MemoryRegisters } from "../memory/memory-registers.ts";
import type { AuditLog } from "../port/audit-log.ts";
import type { Registers } from "../port/registers.ts";
import { auditEvent } from "../testing/audit-event.ts";
import { faulty } from "../testing/faulty.ts";
import { scheduledStore } from "../testing/scheduled-store.ts";
import { AuditChain } from "./chain.ts";
import { HEAD_REGISTER } from "./head-register.ts";
import { verifyChain } from "./verify-chain.ts";

function stores() {
  const log = new MemoryAuditLog();
  const registers = new MemoryRegisters();
  const whole = async () => {
    const { head } = await new AuditChain(log, registers).settled();
    const entries = await log.read({ filter: {}, direction: "asc", limit: 100 });
    expect(await verifyChain(entries, head)).toMatchObject({ intact: true });
    return entries.map(({ eventId }) => eventId);
  };
  return { log, registers, whole };
}

const APPENDED = [auditEvent(), auditEvent(), auditEvent(), auditEvent()] as const;

it("however the steps of several processes cross, every event is in the chain once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { log, registers, whole } = stores();
      const processOn = () =>
        new AuditChain(
          scheduledStore<AuditLog>(log, scheduler),
          scheduledStore<Registers>(registers, scheduler),
        );
      const [one, two, three] = [processOn(), processOn(), processOn()];
      const [a, b, c, shared] = APPENDED;
      await scheduler.waitFor(
        Promise.all([
          one.append(a),
          one.append(shared),
          two.append(shared),
          two.append(b),
          three.append(c),
          three.append(shared),
        ]),
      );
      expect((await whole()).toSorted()).toEqual(APPENDED.map(({ eventId }) => eventId).toSorted());
    }),
    { numRuns: 200 },
  );
});

it("a process that dies at any step loses nothing that it had begun to append for good", async () => {
  const steps: (["log", keyof AuditLog] | ["registers", keyof Registers])[] = [
    ["registers", "read"],
    ["log", "findByEventId"],
    ["registers", "write"],
    ["log", "put"],
  ];
  for (const when of ["before", "after"] as const) {
    for (const [port, method] of steps) {
      const { log, registers, whole } = stores();
      const ports = { log: faulty<AuditLog>(log), registers: faulty<Registers>(registers) };
      const gate =
        port === "log" ? ports.log.hold(method, when) : ports.registers.hold(method, when);
      const [first, second] = APPENDED;
      // Never opened: this process goes no further.
      void new AuditChain(ports.log.port, ports.registers.port).append(first);
      await gate.arrived();
      const survivor = new AuditChain(log, registers);
      await survivor.append(second);
      await survivor.append(first);
      expect((await whole()).toSorted()).toEqual([first.eventId, second.eventId].toSorted());
    }
  }
});

it("a log that has entries without a head takes no more, rather than to begin anew", async () => {
  const { log, registers } = stores();
  await new AuditChain(log, registers).append(auditEvent());
  const bare = new AuditChain(log, new MemoryRegisters());
  await expect(bare.append(auditEvent())).rejects.toThrow("the head of its chain is gone");
});

it("a head that is not one is refused", async () => {
  const { log, registers } = stores();
  for (const [version, value] of ["null", "{}", '{"seq":"1","hash":""}'].entries()) {
    await registers.write(HEAD_REGISTER, value, version);
    await expect(new AuditChain(log, registers).append(auditEvent())).rejects.toThrow(
      "does not hold the head of an audit chain",
    );
  }
});

it("an append that fails leaves the next one free to succeed", async () => {
  const { log, registers, whole } = stores();
  const away = faulty<AuditLog>(log);
  const chain = new AuditChain(away.port, registers);
  away.fail(new Error("away"), ["put"]);
  const [first, second] = APPENDED;
  await expect(chain.append(first)).rejects.toThrow("away");
  away.heal();
  await chain.append(second);
  expect(await whole()).toEqual([first.eventId, second.eventId]);
});
