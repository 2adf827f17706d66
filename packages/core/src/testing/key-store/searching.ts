import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { expect } from "vitest";
import { MemoryKeyStore } from "../../memory/memory-key-store.ts";
import type { KeyDraft, KeyQuery, KeyStore } from "../../port/key-store.ts";
import { KEY_SORT_FIELDS } from "../../record/order.ts";
import { DEFAULT_CONFIG_ID } from "../../record/record.ts";
import { KEY_STATUSES } from "../../record/status.ts";
import { keyDraft } from "../key-draft.ts";
import type { Check } from "./check.ts";

const NOW = new Date("2026-01-15T12:00:00.500Z");

export function searching(check: Check): void {
  check(
    "a search finds keys by name and by start, in either case, letter by letter",
    async (store) => {
      const find = await finder(store, [
        keyDraft({ name: "Production - Café", start: "sk_live_aB3dE6gH" }),
        keyDraft({ name: "100%_sure", start: "sk-dev-00000000" }),
        keyDraft({ name: "100 percent", start: "skxdevx00000000" }),
        keyDraft({ name: null, start: "back\\slash1" }),
      ]);
      expect(await find("CAFÉ")).toEqual(["sk_live_aB3dE6gH"]);
      expect(await find("live_ab3")).toEqual(["sk_live_aB3dE6gH"]);
      expect(await find("%")).toEqual(["sk-dev-00000000"]);
      expect(await find("sk_")).toEqual(["sk_live_aB3dE6gH"]);
      expect(await find("0%_s")).toEqual(["sk-dev-00000000"]);
      expect(await find("\\")).toEqual(["back\\slash1"]);
      expect(await find("'; drop table apikey --")).toEqual([]);
    },
  );

  check("no search, with whichever filters, shows another owner's keys", async (store) => {
    const theirs = keyDraft().referenceId;
    for (const environment of [null, "production"]) {
      for (const expiresAt of [null, NOW, new Date(NOW.getTime() + 1)]) {
        await store.insert(
          keyDraft({ referenceId: theirs, name: "shared", environment, expiresAt }),
        );
      }
    }
    const { referenceId } = keyDraft();
    const mine = await store.insert(keyDraft({ referenceId, name: "shared", environment: null }));
    for (const status of [undefined, ...KEY_STATUSES, "live" as const]) {
      const filters = { referenceId, search: "shared", ...(status !== undefined && { status }) };
      const isThere = status === undefined || status === "active" || status === "live";
      const expected = { records: isThere ? [mine] : [], total: Number(isThere) };
      expect(await store.list(query({ ...filters, environment: null }))).toEqual(expected);
      expect(await store.list(query(filters))).toEqual(expected);
      const elsewhere = await store.list(query({ ...filters, environment: "production" }));
      expect(elsewhere).toEqual({ records: [], total: 0 });
    }
  });

  check(
    "keys without the value that is sorted by come last, in either direction",
    async (store) => {
      const { referenceId } = keyDraft();
      for (const day of [null, 2, null, 9]) {
        const date = day === null ? null : new Date(Date.UTC(2026, 0, day));
        const name = day === null ? null : `Key ${day}`;
        await store.insert(keyDraft({ referenceId, name, expiresAt: date, lastRequest: date }));
      }
      for (const sortBy of ["expiresAt", "lastRequest", "name"] as const) {
        const names = async (sortDirection: "asc" | "desc") => {
          const { records } = await store.list(query({ referenceId, sortBy, sortDirection }));
          return records.map(({ name }) => name);
        };
        expect(await names("asc")).toEqual(["Key 2", "Key 9", null, null]);
        expect(await names("desc")).toEqual(["Key 9", "Key 2", null, null]);
      }
    },
  );

  check("a search pages through all that it finds, beyond 100 keys", async (store) => {
    const { referenceId } = keyDraft();
    for (let index = 0; index < 230; index += 1) {
      const createdAt = new Date(NOW.getTime() + index);
      const name = index % 2 === 0 ? `Wanted ${index}` : `Other ${index}`;
      await store.insert(keyDraft({ referenceId, name, createdAt }));
    }
    const page = (offset: number) =>
      store.list(query({ referenceId, search: "wanted", offset, sortBy: "name" }));
    const { records, total } = await page(100);
    expect(total).toBe(115);
    expect(records.map(({ name }) => Number(name?.slice(7)))).toEqual(
      Array.from({ length: 15 }, (_, index) => 28 - 2 * index),
    );
    expect(await page(115)).toEqual({ records: [], total: 115 });
  });

  check(
    "any search, filter, order and page is answered as the memory store answers it",
    async (store) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(keys, { maxLength: 12 }),
          fc.array(queries, { minLength: 1, maxLength: 6 }),
          async (drafts, asked) => {
            const owners = [randomUUID(), randomUUID()];
            const model = new MemoryKeyStore();
            for (const [index, { owner, ...given }] of drafts.entries()) {
              // No two of a moment: which of those comes first is for each database to say.
              const moment = new Date(NOW.getTime() - index);
              const draft = keyDraft({
                ...given,
                referenceId: owners[owner] ?? "",
                createdAt: moment,
                updatedAt: moment,
              });
              await store.insert(draft);
              await model.insert(draft);
            }
            for (const wanted of asked) {
              const tenant = query({ ...wanted, referenceId: owners[0] ?? "" });
              expect(withoutIds(await store.list(tenant))).toEqual(
                withoutIds(await model.list(tenant)),
              );
            }
          },
        ),
        { numRuns: 40 },
      );
    },
  );
}

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
/** Few letters, so that searches find something, and those that databases give a meaning of their own. */
const text = fc.string({
  unit: fc.constantFrom(...Array.from("aAbé%_\\'9 ")),
  minLength: 1,
  maxLength: 4,
});
const nearNow = fc.constantFrom(-1, 0, 1).map((offset) => new Date(NOW.getTime() + offset));
const environments = orNull(fc.constantFrom("production", "ci"));

const keys = fc.record({
  owner: fc.nat({ max: 1 }),
  name: orNull(text),
  start: text,
  environment: environments,
  enabled: fc.boolean(),
  expiresAt: orNull(nearNow),
  revokedAt: orNull(nearNow),
  lastRequest: orNull(nearNow),
});

const queries = fc.record(
  {
    status: fc.constantFrom(...KEY_STATUSES, "live" as const),
    environment: environments,
    search: text,
    limit: fc.integer({ min: 1, max: 5 }),
    offset: fc.nat({ max: 5 }),
    sortBy: fc.constantFrom(...KEY_SORT_FIELDS),
    sortDirection: fc.constantFrom("asc" as const, "desc" as const),
  },
  { requiredKeys: ["limit", "offset", "sortBy", "sortDirection"] },
);

function withoutIds({ records, total }: Awaited<ReturnType<KeyStore["list"]>>): unknown {
  return { records: records.map(({ id: _id, ...record }) => record), total };
}

function query(given: Partial<KeyQuery> & Pick<KeyQuery, "referenceId">): KeyQuery {
  return {
    configId: DEFAULT_CONFIG_ID,
    now: NOW,
    limit: 100,
    offset: 0,
    sortBy: "createdAt",
    sortDirection: "desc",
    ...given,
  };
}

/** Inserts the drafts under one owner; answers what finds the starts of their keys. */
async function finder(store: KeyStore, drafts: KeyDraft[]) {
  const { referenceId } = keyDraft();
  for (const draft of drafts) await store.insert({ ...draft, referenceId });
  return async (search: string) => {
    const { records } = await store.list(query({ referenceId, search }));
    return records.map(({ start }) => start).toSorted();
  };
}
