import { expect, it } from "vitest";
import { auditedProcesses } from "../testing/audited-processes.ts";
import { keyDraft } from "../testing/key-draft.ts";
import type { TestEngine } from "../testing/test-engine.ts";
import { FIRST_SWEEP, SWEEP_INTERVAL } from "./sweep.ts";

const OWNER = "owner";

const idle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A process whose first sweep, which begins the log, is over. */
async function running() {
  const processes = auditedProcesses();
  const process = processes.start();
  process.timers.advance(FIRST_SWEEP);
  await idle();
  return { ...processes, ...process };
}

async function sweep({ timers }: Pick<TestEngine, "timers">): Promise<void> {
  timers.advance(SWEEP_INTERVAL);
  await idle();
}

it("a key that has expired is told of once, by whichever process comes first", async () => {
  const fixture = await running();
  const { engine, clock, entries, start } = fixture;
  const { record } = await engine.create({ referenceId: OWNER, expiresIn: 60 });
  clock.advance(59_999);
  await sweep(fixture);
  expect(await entries()).toHaveLength(1);
  clock.advance(1);
  const other = start();
  other.timers.advance(FIRST_SWEEP);
  await Promise.all([idle(), sweep(fixture)]);
  for (let time = 0; time < 3; time += 1) await sweep(fixture);
  expect((await entries()).slice(1)).toMatchObject([
    {
      action: "expired",
      at: record.expiresAt,
      actor: { kind: "system", id: null },
      keyId: record.id,
      start: record.start,
      referenceId: OWNER,
      configId: "default",
    },
  ]);
});

it("one that lives again, and expires again, is told of again", async () => {
  const fixture = await running();
  const { engine, clock, actions } = fixture;
  const { record } = await engine.create({ referenceId: OWNER, expiresIn: 60 });
  clock.advance(60_000);
  await sweep(fixture);
  await engine.update({ id: record.id, referenceId: OWNER, expiresIn: 60 });
  clock.advance(60_000);
  await sweep(fixture);
  expect(await actions()).toEqual(["created", "expired", "updated", "expired"]);
});

it("a key that was revoked before, that never ends, or that is in the making does not expire", async () => {
  const fixture = await running();
  const { engine, clock, store, actions } = fixture;
  const { record } = await engine.create({ referenceId: OWNER, expiresIn: 60 });
  await engine.revoke({ id: record.id, referenceId: OWNER });
  await engine.create({ referenceId: OWNER });
  const createdAt = new Date(clock.now() + 10);
  await store.port.insert(keyDraft({ createdAt, expiresAt: createdAt }));
  clock.advance(60_000);
  await sweep(fixture);
  expect(await actions()).toEqual(["created", "revoked", "created"]);
});

it("what had expired before the log was begun is not told", async () => {
  const { start, store, clock, entries } = auditedProcesses();
  await store.insert(keyDraft({ expiresAt: new Date(clock.now() - 1) }));
  const fixture = start();
  fixture.timers.advance(FIRST_SWEEP);
  await idle();
  await sweep(fixture);
  expect(await entries()).toEqual([]);
});

it("however many expire at one moment, all are told", async () => {
  const fixture = await running();
  const { store, clock, entries } = fixture;
  const expiresAt = new Date(clock.now() + 1_000);
  for (let count = 0; count < 230; count += 1) await store.port.insert(keyDraft({ expiresAt }));
  for (let count = 1; count < 120; count += 1) {
    await store.port.insert(keyDraft({ expiresAt: new Date(expiresAt.getTime() - count) }));
  }
  clock.advance(1_000);
  await sweep(fixture);
  expect(await entries()).toHaveLength(230 + 119);
});
