import * as fc from "fast-check";
import { expect, it } from "vitest";
import { KeyOperationError } from "../code/operation-error.ts";
import type { KeyEngine } from "../engine.ts";
import { auditedProcesses } from "../testing/audited-processes.ts";
import type { TestOwner } from "../testing/test-engine.ts";
import type { AuditEntry } from "./entry.ts";

const OWNER = "owner";

type Kind = "rename" | "disable" | "enable" | "revoke" | "rotate" | "delete" | "retag";

const kinds = fc.constantFrom<Kind>(
  "rename",
  "disable",
  "enable",
  "revoke",
  "rotate",
  "delete",
  "retag",
);

async function perform(engine: KeyEngine<TestOwner>, kind: Kind, id: string, turn: number) {
  const reference = {
    id,
    referenceId: OWNER,
    by: {
      actor: { kind: "user", id: `${kind}-${turn}` },
      address: null,
      client: null,
    } as const,
  };
  switch (kind) {
    case "rename":
      return engine.update({ ...reference, name: `name ${turn}` });
    case "retag":
      return engine.update({ ...reference, metadata: { turn } });
    case "enable":
    case "disable":
      return engine.update({ ...reference, enabled: kind === "enable" });
    case "revoke":
      return engine.revoke(reference);
    case "rotate":
      return engine.rotate(reference);
    case "delete":
      return engine.delete(reference);
  }
}

/** Whether it took effect, by what its caller was told. */
async function tookEffect(operation: Promise<unknown>): Promise<boolean> {
  try {
    await operation;
    return true;
  } catch (error) {
    if (error instanceof KeyOperationError) return false;
    throw error;
  }
}

/** Each `before` is the `after` of the entry before it that names the field: nothing is told that was not there. */
function expectSeamless(entries: readonly AuditEntry[]): void {
  const state = new Map<string, unknown>();
  for (const { changes } of entries) {
    for (const [field, { before, after }] of Object.entries(changes)) {
      expect(before).toEqual(state.get(field) ?? null);
      state.set(field, after);
    }
  }
}

it("however operations of several processes cross, each that took effect has its one entry, and no other has any", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(kinds, { minLength: 2, maxLength: 4 }),
      async (scheduler, operations) => {
        const { start, startScheduled, entries, store } = auditedProcesses();
        const { engine } = start();
        const { record } = await engine.create({ referenceId: OWNER });
        const all = operations.map((kind, turn) => {
          const operation = perform(startScheduled(scheduler).engine, kind, record.id, turn);
          return { kind, turn, done: tookEffect(operation) };
        });
        await scheduler.waitFor(Promise.all(all.map(({ done }) => done)));

        const told = (await entries()).filter(({ keyId }) => keyId === record.id);
        expectSeamless(told);
        for (const { kind, turn, done } of all) {
          const mine = told.filter(({ actor }) => actor.id === `${kind}-${turn}`);
          const succeeded = await done;
          // Revoking what is revoked changes nothing; a rotation may have bound the key and yet fail.
          if (kind === "revoke") expect(mine.length).toBeLessThanOrEqual(1);
          else if (kind === "rotate") expect(mine.length).toBeGreaterThanOrEqual(succeeded ? 1 : 0);
          else expect(mine.length).toBe(succeeded ? 1 : 0);
        }
        const revocations = told.filter(({ changes }) => changes["revokedAt"] !== undefined);
        const wanted = await Promise.all(
          all.map(async ({ kind, done }) => (kind === "revoke" || kind === "delete") && done),
        );
        expect(revocations.length).toBe(wanted.includes(true) ? 1 : 0);
        const left = await store.findPending(100);
        expect(left).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

it("wherever a process dies in an operation, what took effect is in the chain once after the next sweep", async () => {
  const points = [
    ["store", "insert"],
    ["store", "update"],
    ["store", "delete"],
    ["registers", "write"],
    ["auditLog", "put"],
  ] as const;
  for (const [port, method] of points) {
    for (const when of ["before", "after"] as const) {
      for (const kind of ["create", "rename", "revoke", "delete"] as const) {
        const { start, store, actions, entries } = auditedProcesses();
        const { record } = await start().engine.create({ referenceId: OWNER, name: "old" });
        const dying = start();
        const gate = hold(dying, port, method, when);
        // Never opened: the process goes no further.
        const operation =
          kind === "create"
            ? dying.engine.create({ referenceId: OWNER, name: "new" })
            : perform(dying.engine, kind, record.id, 1);
        await Promise.race([gate.arrived(), operation]);

        const next = start();
        next.timers.advance(1_000);
        await next.engine.close();
        expect(await store.findPending(100)).toEqual([]);
        const { records } = await next.engine.list({ referenceId: OWNER });
        for (const each of records) {
          const told = await actions(each.id);
          expect(told.filter((action) => action === "created")).toHaveLength(1);
          expect(told.filter((action) => action === "revoked")).toHaveLength(
            each.revokedAt === null ? 0 : 1,
          );
          const renamed = each.name === "name 1" ? 1 : 0;
          expect(told.filter((action) => action === "updated")).toHaveLength(renamed);
        }
        const gone = !records.some(({ id }) => id === record.id);
        expect((await actions(record.id)).includes("deleted")).toBe(gone);
        const events = (await entries()).map(({ eventId }) => eventId);
        expect(new Set(events).size).toBe(events.length);
      }
    }
  }
});

type Dying = ReturnType<ReturnType<typeof auditedProcesses>["start"]>;

function hold(
  dying: Dying,
  port: "store" | "registers" | "auditLog",
  method: "insert" | "update" | "delete" | "write" | "put",
  when: "before" | "after",
) {
  if (port === "registers") return dying.registers.hold("write", when);
  if (port === "auditLog") return dying.auditLog.hold("put", when);
  return dying.store.hold(method === "insert" || method === "delete" ? method : "update", when);
}
