import { expect, test } from "vitest";
import { MemoryRateLimiter } from "../limit/memory-rate-limiter.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import type { ChangeMessages } from "../port/change-messages.ts";
import type { RateLimiter } from "../port/rate-limiter.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";

/** Limits that are shared, and carry marks that whoever publishes sets. No message ever arrives. */
function markedLimits(clock = manualClock()) {
  const inner = new MemoryRateLimiter(clock);
  const marks = new Map<string, string>();
  const messages: ChangeMessages = {
    async publish(change) {
      if (change.kind === "key") marks.set(change.id, `mark ${marks.size} ${Math.random()}`);
    },
    subscribe: () => async () => undefined,
  };
  const rateLimiter: RateLimiter = {
    of: (id) => ({
      take: async (rules, cost, now) => ({
        ...inner.of(id).take(rules, cost, now),
        mark: marks.get(id) ?? null,
      }),
    }),
  };
  return { clock, rateLimiter, messages: [messages], marks };
}

async function twoProcesses() {
  const limits = markedLimits();
  const parts = { store: new MemoryKeyStore(), ...limits };
  const [here, there] = [testEngine(parts), testEngine(parts)];
  const create = async (input = {}) => {
    const { key, record } = await there.engine.create({ referenceId: OWNER, ...input });
    const verify = (request = {}) => here.engine.verify(key, request);
    expect((await verify()).outcome).toBe("valid");
    here.resetCalls();
    return { key, reference: { id: record.id, referenceId: OWNER }, verify };
  };
  return { here, there, create, marks: limits.marks };
}

test.each([
  ["revoke", "API_KEY_REVOKED"],
  ["delete", "API_KEY_INVALID"],
] as const)("the very next request sees it: %s", async (operation, refusal) => {
  const { there, create } = await twoProcesses();
  const { reference, verify } = await create();
  await there.engine[operation](reference);
  expect((await verify()).outcome).toBe(refusal);
});

test("a key that is narrowed or disabled is seen so at once; enabled again, with the next look", async () => {
  const { here, there, create } = await twoProcesses();
  const { reference, verify } = await create({ permissions: { files: ["read", "write"] } });
  const write = { permissions: { files: ["write"] } };
  expect((await verify(write)).outcome).toBe("valid");
  await there.engine.update({ ...reference, permissions: { files: ["read"] } });
  expect(await verify(write)).toMatchObject({ missing: { files: ["write"] } });
  await there.engine.update({ ...reference, enabled: false });
  expect((await verify()).outcome).toBe("API_KEY_DISABLED");
  await there.engine.update({ ...reference, enabled: true });
  here.clock.advance(1_000);
  expect((await verify()).outcome).toBe("valid");
});

test("while the mark stays the same nothing is read", async () => {
  const { here, there, create } = await twoProcesses();
  const { reference, verify } = await create();
  await there.engine.update({ ...reference, name: "other" });
  await verify();
  expect(here.store.calls("findById")).toBe(1);
  for (let request = 0; request < 20; request += 1) await verify();
  expect(here.store.calls("findById")).toBe(1);
});

test("however many are told of a mark at once, the record is read once", async () => {
  const { here, there, create } = await twoProcesses();
  const { reference, verify } = await create();
  await there.engine.revoke(reference);
  const verifications = await Promise.all(Array.from({ length: 50 }, () => verify()));
  expect(new Set(verifications.map(({ outcome }) => outcome))).toEqual(
    new Set(["API_KEY_REVOKED"]),
  );
  expect(here.store.calls("findById")).toBe(1);
});

test("a refusal for its limit tells of a revocation too", async () => {
  const { there, create } = await twoProcesses();
  const { reference, verify } = await create({
    rateLimit: { enabled: true, max: 1, window: 60_000 },
  });
  expect((await verify()).outcome).toBe("API_KEY_RATE_LIMITED");
  await there.engine.revoke(reference);
  expect((await verify()).outcome).toBe("API_KEY_REVOKED");
});

test("what a quota lost to a request that was refused after all comes back", async () => {
  const { here, there, create } = await twoProcesses();
  const { reference, verify } = await create({ quota: { remaining: 40 } });
  await there.engine.update({ ...reference, allowedAddresses: ["192.0.2.1"] });
  expect((await verify({ address: "198.51.100.1" })).outcome).toBe("API_KEY_FORBIDDEN");
  const { quota } = await here.engine.get(reference);
  expect(quota.remaining).toBe(39);
});

test("a key that is known to have changed, and cannot be read, is unavailable and not invalid", async () => {
  const { here, there, create } = await twoProcesses();
  const { reference, verify } = await create();
  await there.engine.update({ ...reference, name: "other" });
  here.store.fail(new Error("away"), ["findById"]);
  expect((await verify()).outcome).toBe("API_KEY_UNAVAILABLE");
  here.store.heal();
  expect((await verify()).outcome).toBe("valid");
});

test("a mark that has lapsed costs one read and changes nothing", async () => {
  const { here, there, create, marks } = await twoProcesses();
  const { reference, verify } = await create();
  await there.engine.update({ ...reference, name: "other" });
  expect((await verify()).outcome).toBe("valid");
  marks.clear();
  expect((await verify()).outcome).toBe("valid");
  expect((await verify()).outcome).toBe("valid");
  expect(here.store.calls("findById")).toBe(2);
});
