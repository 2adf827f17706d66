import { inspect } from "node:util";
import { expect, test } from "vitest";
import { parseKey } from "./key/parse.ts";
import { problemForRefusal } from "./http/problem.ts";
import { MemoryKeyStore } from "./memory/memory-key-store.ts";
import type { Verification } from "./verify/verification.ts";
import { forgedKey } from "./testing/forged-key.ts";
import { instantHasher } from "./testing/instant-hasher.ts";
import { type TestEngine, type TestOwner, testEngine } from "./testing/test-engine.ts";

const OWNER = "owner";

/** All that a process could come to log, answer or store, in one text. */
class Heard {
  readonly #heard: string[] = [];

  hear(value: unknown): void {
    this.#heard.push(inspect(value, { depth: null, showHidden: true, getters: true }));
    this.#heard.push(value instanceof Error ? `${value.stack}` : JSON.stringify(value));
  }

  async hearOut(work: Promise<unknown>): Promise<void> {
    this.hear(await work.catch((error: unknown) => error));
  }

  text(): string {
    return this.#heard.join("\n");
  }
}

async function failInEveryWay(fixture: TestEngine, keys: readonly string[]): Promise<Heard> {
  const heard = new Heard();
  const { engine, store, owners, hasher, clock, timers, faults } = fixture;
  const verifyAll = async () => {
    for (const key of keys) {
      const verification: Verification<TestOwner> = await engine.verify(key);
      heard.hear(verification);
      if (!verification.valid) heard.hear(problemForRefusal(verification));
    }
    clock.advance(60_000);
  };
  await verifyAll();
  for (const port of [store, owners, hasher]) {
    port.fail(new Error("away"));
    await verifyAll();
    port.heal();
  }
  store.fail(new Error("away"), ["update", "recordUse"]);
  await verifyAll();
  timers.advance(60_000);
  await engine.close();
  store.heal();
  heard.hear(faults);
  return heard;
}

test("no result, fault, error or row ever holds a key or a part of its secret", async () => {
  const records = new MemoryKeyStore();
  const old = testEngine({ store: records, hasher: instantHasher(1) });
  const fixture = testEngine({ store: records, hasher: instantHasher(2) });
  const created = await Promise.all([
    old.engine.create({ referenceId: OWNER, prefix: "old_" }),
    fixture.engine.create({ referenceId: OWNER, prefix: "new_" }),
    fixture.engine.create({ referenceId: OWNER }),
  ]);
  const [first, second, third] = created.map(({ record }) => record);
  if (first === undefined || second === undefined || third === undefined) throw new Error("Three");
  await fixture.engine.update({ id: second.id, referenceId: OWNER, enabled: false });
  await fixture.engine.revoke({ id: third.id, referenceId: OWNER });
  const real = created.map(({ key }) => key);
  const keys = [...real, ...created.map(({ record }) => forgedKey(record.start))];
  const typos = real.map((key) => key.slice(0, -1));

  const heard = await failInEveryWay(fixture, [...keys, ...typos]);
  const { engine } = fixture;
  for (const { record } of created) {
    const reference = { id: record.id, referenceId: OWNER };
    await heard.hearOut(engine.get(reference));
    await heard.hearOut(engine.update({ ...reference, name: "renamed" }));
    await heard.hearOut(engine.revoke(reference));
    heard.hear(await records.findById(record.id));
  }
  await heard.hearOut(engine.list({ referenceId: OWNER }));
  heard.hear(created.map(({ record }) => record));

  const text = heard.text();
  expect(text).toContain(first.start);
  for (const key of keys) {
    const start = parseKey(key)?.start ?? "";
    const secret = key.slice(start.length);
    // Any eight characters in a row would be a find.
    for (let index = 0; index + 8 <= secret.length; index += 1) {
      expect(text.includes(secret.slice(index, index + 8))).toBe(false);
    }
  }
});

test("what is answered to a caller never holds a hash", async () => {
  const { engine, store } = testEngine();
  const { key, record } = await engine.create({ referenceId: OWNER });
  const reference = { id: record.id, referenceId: OWNER };
  const heard = new Heard();
  heard.hear(record);
  await heard.hearOut(engine.verify(key));
  await heard.hearOut(engine.get(reference));
  await heard.hearOut(engine.list({ referenceId: OWNER }));
  await heard.hearOut(engine.update({ ...reference, enabled: false }));
  await heard.hearOut(engine.verify(key));
  await heard.hearOut(engine.revoke(reference));
  await heard.hearOut(engine.verify(key));
  await heard.hearOut(engine.revoke(reference));
  const hash = (await store.port.findById(record.id))?.hash ?? "";
  expect(hash).not.toBe("");
  expect(heard.text()).not.toContain(hash);
});
