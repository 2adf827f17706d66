import { describe, expect, test } from "vitest";
import { DEFAULT_ENVIRONMENTS } from "../policy/environment.ts";
import type { KeyQuery } from "../port/key-store.ts";
import { keyDraft } from "../testing/key-draft.ts";
import { testEngine } from "../testing/test-engine.ts";
import { MAX_PAGE_SIZE } from "./list-keys.ts";

const OWNER = "owner";

async function engineWithKeys(count: number) {
  const fixture = testEngine();
  for (let index = 0; index < count; index += 1) {
    await fixture.engine.create({ referenceId: OWNER, name: `key ${index}` });
    fixture.clock.advance(1);
  }
  await fixture.engine.create({ referenceId: "stranger", name: "not yours" });
  return fixture;
}

test("by default: the newest 100 of the owner's keys, first the newest, without hashes", async () => {
  const { engine } = await engineWithKeys(120);
  const listed = await engine.list({ referenceId: OWNER });
  expect(listed).toMatchObject({ total: 120, limit: MAX_PAGE_SIZE, offset: 0 });
  expect(listed.records.map(({ name }) => name)).toEqual(
    Array.from({ length: 100 }, (_, index) => `key ${119 - index}`),
  );
  for (const record of listed.records) expect(record).not.toHaveProperty("hash");
});

test("in the order and from the place that was asked for", async () => {
  const { engine } = await engineWithKeys(5);
  const listed = await engine.list({
    referenceId: OWNER,
    sortBy: "name",
    sortDirection: "asc",
    limit: 2,
    offset: 1,
  });
  expect(listed).toMatchObject({ total: 5, limit: 2, offset: 1 });
  expect(listed.records.map(({ name }) => name)).toEqual(["key 1", "key 2"]);
});

test("by status as of the engine's clock", async () => {
  const { engine, clock } = testEngine();
  const soon = await engine.create({ referenceId: OWNER, name: "soon expired", expiresIn: 10 });
  const off = await engine.create({ referenceId: OWNER, name: "off" });
  await engine.update({ id: off.record.id, referenceId: OWNER, enabled: false });
  const gone = await engine.create({ referenceId: OWNER, name: "gone" });
  await engine.revoke({ id: gone.record.id, referenceId: OWNER });
  const names = async (status: KeyQuery["status"]) => {
    const { records, total } = await engine.list({ referenceId: OWNER, status });
    expect(total).toBe(records.length);
    return records.map(({ name }) => name ?? "").toSorted();
  };
  expect(await names("active")).toEqual(["soon expired"]);
  expect(await names("live")).toEqual(["off", "soon expired"]);
  clock.set(soon.record.expiresAt ?? 0);
  expect(await names("active")).toEqual([]);
  expect(await names("live")).toEqual(["off"]);
  expect(await names("expired")).toEqual(["soon expired"]);
  expect(await names("disabled")).toEqual(["off"]);
  expect(await names("revoked")).toEqual(["gone"]);
  expect(await names(undefined)).toEqual(["gone", "off", "soon expired"]);
});

describe("by environment", () => {
  test("a configured one, or none", async () => {
    const { engine, store } = testEngine({ policy: { environments: DEFAULT_ENVIRONMENTS } });
    await engine.create({ referenceId: OWNER, name: "dev" });
    await engine.create({ referenceId: OWNER, name: "ci", environment: "ci" });
    await store.port.insert(keyDraft({ referenceId: OWNER, name: "from before" }));
    const names = async (environment: string | null) =>
      (await engine.list({ referenceId: OWNER, environment })).records.map(({ name }) => name);
    expect(await names("development")).toEqual(["dev"]);
    expect(await names("ci")).toEqual(["ci"]);
    expect(await names("production")).toEqual([]);
    expect(await names(null)).toEqual(["from before"]);
  });

  test.each(["staging", "", "__proto__", "toString"])(
    "%j is refused, and what there is is said",
    async (environment) => {
      const { engine, store } = testEngine({ policy: { environments: DEFAULT_ENVIRONMENTS } });
      await expect(engine.list({ referenceId: OWNER, environment })).rejects.toMatchObject({
        code: "INVALID_ENVIRONMENT",
        message: expect.stringContaining("development, production, ci"),
      });
      expect(store.calls()).toBe(0);
    },
  );
});

test("by what was typed, its outer spaces dropped", async () => {
  const { engine } = await engineWithKeys(12);
  const { records, total } = await engine.list({ referenceId: OWNER, search: " KEY 1 " });
  expect(records.map(({ name }) => name)).toEqual(["key 11", "key 10", "key 1"]);
  expect(total).toBe(3);
});

test("of an owner without keys: an empty page, not an error", async () => {
  const { engine, store } = testEngine();
  await store.port.insert(keyDraft());
  expect(await engine.list({ referenceId: OWNER })).toMatchObject({ records: [], total: 0 });
});

describe("is refused before the store is asked:", () => {
  test.each([
    { limit: 0 },
    { limit: 101 },
    { limit: 1.5 },
    { limit: Number.NaN },
    { offset: -1 },
    { offset: 0.5 },
    { offset: Number.POSITIVE_INFINITY },
    { search: "" },
    { search: "  " },
    { search: "a".repeat(101) },
  ])("%o", async (bounds) => {
    const { engine, store } = testEngine();
    await expect(engine.list({ referenceId: OWNER, ...bounds })).rejects.toThrow(RangeError);
    expect(store.calls()).toBe(0);
  });
});
