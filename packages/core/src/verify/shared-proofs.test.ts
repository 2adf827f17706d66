import { expect, test } from "vitest";
import { bcryptHasher } from "../hash/bcrypt.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import type { ProofCache } from "../port/proof-cache.ts";
import { type TestEngineOptions, testEngine } from "../testing/test-engine.ts";
import { SharedProofs } from "./shared-proofs.ts";

const OWNER = "owner";
const SECRET = "a secret that all processes share";

class MemoryProofs implements ProofCache {
  readonly entries = new Map<string, string>();

  async get(name: string): Promise<string | null> {
    return this.entries.get(name) ?? null;
  }

  async put(name: string, value: string): Promise<void> {
    this.entries.set(name, value);
  }
}

function processes(more: Partial<TestEngineOptions> = {}) {
  const cache = new MemoryProofs();
  const store = new MemoryKeyStore();
  const start = (secret = SECRET) => testEngine({ store, proofs: { cache, secret }, ...more });
  return { cache, store, start };
}

/** A key, proved by a process that has told the others. */
async function provedKey({ start }: ReturnType<typeof processes>) {
  const first = start();
  const { key, record } = await first.engine.create({ referenceId: OWNER });
  expect((await first.engine.verify(key)).outcome).toBe("valid");
  await first.engine.close();
  return { key, reference: { id: record.id, referenceId: OWNER }, first };
}

test("a process that has just started proves nothing that another has proved", async () => {
  const all = processes();
  const { key } = await provedKey(all);
  const second = all.start();
  expect((await second.engine.verify(key)).outcome).toBe("valid");
  expect(second.hasher.calls("verify")).toBe(0);
  expect(second.store.calls("findByStart")).toBe(0);
  expect(second.store.calls("findById")).toBe(1);
  expect(second.engine.metrics().proofs).toEqual({ found: 1, absent: 0, failed: 0 });
});

test("what has become of the key since is seen: revoked, deleted", async () => {
  const all = processes();
  const { key, reference, first } = await provedKey(all);
  await first.engine.revoke(reference);
  expect((await all.start().engine.verify(key)).outcome).toBe("API_KEY_REVOKED");
  await first.engine.delete(reference);
  expect((await all.start().engine.verify(key)).outcome).toBe("API_KEY_INVALID");
});

test("neither names nor values hold anything of a key, nor of its hash", async () => {
  const all = processes();
  const { key, reference } = await provedKey(all);
  const text = JSON.stringify([...all.cache.entries]);
  const { hash } = (await all.store.findById(reference.id)) ?? { hash: "" };
  for (let at = 0; at + 8 <= key.length; at += 1) expect(text).not.toContain(key.slice(at, at + 8));
  expect(text).not.toContain(hash);
});

test("who writes to the cache cannot make one key pass for another", async () => {
  const all = processes();
  const mine = await provedKey(all);
  const [[myName, myValue] = ["", ""]] = all.cache.entries;
  const theirs = await provedKey(all);
  const theirValue = [...all.cache.entries.values()][1] ?? "";
  const [mySeal] = myValue.split(".");
  const [theirSeal] = theirValue.split(".");
  for (const forged of [
    theirValue,
    `${mySeal}.${theirs.reference.id}`,
    `${theirSeal}.${mine.reference.id}`,
    `.${theirs.reference.id}`,
    theirs.reference.id,
    "",
    ".",
  ]) {
    all.cache.entries.set(myName, forged);
    const third = all.start();
    const verification = await third.engine.verify(mine.key);
    expect(verification.valid && verification.record.id).toBe(mine.reference.id);
    expect(third.hasher.calls("verify")).toBe(1);
  }
});

test("a proof is void where the record has another hash, and where the secret is another", async () => {
  const all = processes();
  const { key, reference } = await provedKey(all);
  const other = all.start("quite another secret, of the same length");
  expect((await other.engine.verify(key)).outcome).toBe("valid");
  expect(other.hasher.calls("verify")).toBe(1);
  const elsewhere = await all.start().engine.create({ referenceId: OWNER });
  const { hash } = (await all.store.findById(elsewhere.record.id)) ?? { hash: "" };
  await all.store.update(reference.id, {}, { hash });
  expect((await all.start().engine.verify(key)).outcome).toBe("API_KEY_INVALID");
});

test("a cache that is away, or hangs, costs a run of the hasher and nothing else", async () => {
  const all = processes();
  const { key } = await provedKey(all);
  all.cache.get = () => Promise.reject(new Error("away"));
  const second = all.start();
  expect((await second.engine.verify(key)).outcome).toBe("valid");
  expect(second.engine.metrics().proofs.failed).toBe(1);
  all.cache.get = () => new Promise(() => undefined);
  const third = all.start();
  const verifying = third.engine.verify(key);
  await expect.poll(() => third.timers.armed).toBeGreaterThan(0);
  third.timers.advance(1_000);
  expect((await verifying).outcome).toBe("valid");
});

test("a key whose hash is renewed is told of with the new one", async () => {
  const all = processes({ hasher: bcryptHasher({ cost: 4 }) });
  const { key, reference } = await provedKey(all);
  const renewing = testEngine({
    store: all.store,
    proofs: { cache: all.cache, secret: SECRET },
    hasher: bcryptHasher({ cost: 5 }),
  });
  expect((await renewing.engine.verify(key)).outcome).toBe("valid");
  await renewing.engine.close();
  expect((await all.store.findById(reference.id))?.hash).toContain("$05$");
  const next = testEngine({
    store: all.store,
    proofs: { cache: all.cache, secret: SECRET },
    hasher: bcryptHasher({ cost: 5 }),
  });
  expect((await next.engine.verify(key)).outcome).toBe("valid");
  expect(next.hasher.calls("verify")).toBe(0);
});

test("a wrong secret is looked for, and never told of", async () => {
  const all = processes();
  const { key } = await provedKey(all);
  const wrong = await processes().start().engine.create({ referenceId: OWNER });
  const before = all.cache.entries.size;
  const process = all.start();
  expect((await process.engine.verify(wrong.key)).outcome).toBe("API_KEY_INVALID");
  await process.engine.close();
  expect(all.cache.entries.size).toBe(before);
  expect(key).not.toBe(wrong.key);
});

test("a secret that could be guessed is refused", () => {
  const options = { cache: new MemoryProofs(), secret: "short" };
  expect(() => new SharedProofs(options, { after: () => () => undefined })).toThrow(RangeError);
});
