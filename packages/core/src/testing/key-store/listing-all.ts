import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { AllKeysQuery, KeyDraft, KeyStore } from "../../port/key-store.ts";
import { keyDraft } from "../key-draft.ts";
import type { Check } from "./check.ts";

const NOW = new Date("2026-01-15T12:00:00.500Z");

export function listingAll(check: Check): void {
  check(
    "keys of all owners and configurations are listed together, newest first",
    async (store) => {
      const createdById = unique();
      const ids = await insertAll(store, [
        { createdById, configId: "one" },
        { createdById, configId: "other" },
        { createdById: unique() },
        { createdById },
      ]);
      const { records, total } = await store.listAll(query({ createdById }));
      expect(records.map(({ id }) => id)).toEqual([ids[3], ids[1], ids[0]]);
      expect(total).toBe(3);
    },
  );

  check(
    "each filter leaves out what it does not name, and all of them must hold",
    async (store) => {
      const [createdById, referenceId] = [unique(), unique()];
      const wanted = { createdById, referenceId, configId: "one", start: `lk_${unique()}` };
      const [id] = await insertAll(store, [
        wanted,
        { ...wanted, createdById: unique() },
        { ...wanted, referenceId: unique() },
        { ...wanted, configId: "other" },
        { ...wanted, start: `lk_${unique()}` },
        { ...wanted, createdById: null },
      ]);
      const { records, total } = await store.listAll(query(wanted));
      expect({ ids: records.map((record) => record.id), total }).toEqual({ ids: [id], total: 1 });
      for (const filter of [{ createdById }, { referenceId }, { start: wanted.start }]) {
        expect((await store.listAll(query(filter))).total).toBe(
          5 - ("createdById" in filter ? 1 : 0),
        );
      }
    },
  );

  check("the status is looked at among all owners", async (store) => {
    const createdById = unique();
    const ids = await insertAll(store, [
      { createdById },
      { createdById, enabled: false },
      { createdById, expiresAt: NOW },
      { createdById, revokedAt: NOW },
      { expiresAt: new Date(NOW.getTime() + 1) },
    ]);
    const of = async (status: AllKeysQuery["status"]) => {
      const filter = status === undefined ? {} : { status };
      const { records } = await store.listAll(query({ createdById, ...filter }));
      return records.map(({ id }) => ids.indexOf(id));
    };
    expect(await of("live")).toEqual([1, 0]);
    expect(await of("active")).toEqual([0]);
    expect(await of("disabled")).toEqual([1]);
    expect(await of("expired")).toEqual([2]);
    expect(await of("revoked")).toEqual([3]);
    expect(await of(undefined)).toEqual([3, 2, 1, 0]);
  });

  check("those that expire until a moment, and those that were never used", async (store) => {
    const createdById = unique();
    const after = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
    const ids = await insertAll(store, [
      { createdById, expiresAt: after(10), lastRequest: NOW },
      { createdById, expiresAt: after(11) },
      { createdById },
      { createdById, expiresAt: after(1), enabled: false },
      { createdById, expiresAt: NOW },
      { createdById, expiresAt: after(1), revokedAt: NOW },
    ]);
    const found = async (filter: Partial<AllKeysQuery>) => {
      const { records, total } = await store.listAll(query({ createdById, ...filter }));
      expect(total).toBe(records.length);
      return records.map(({ id }) => ids.indexOf(id));
    };
    expect(await found({ status: "live", expiresUntil: after(10) })).toEqual([3, 0]);
    expect(await found({ status: "active", isUnused: true })).toEqual([2, 1]);
    expect(await found({ isUnused: true, expiresUntil: after(10) })).toEqual([5, 4, 3]);
  });

  check(
    "what a start begins with is taken letter by letter: no wildcard, no other case",
    async (store) => {
      const tag = unique();
      const starts = [`${tag}_aBcdefgh`, `${tag}xaBcdefgh`, `${tag}_abcdefgh`, `x${tag}_aBcdefgh`];
      await insertAll(
        store,
        starts.map((start) => ({ start })),
      );
      const found = async (startsWith: string) =>
        (await store.listAll(query({ startsWith }))).records.map(({ start }) =>
          starts.indexOf(start),
        );
      expect(await found(`${tag}_aB`)).toEqual([0]);
      expect(await found(`${tag}_`)).toEqual([2, 0]);
      expect(await found(tag)).toEqual([2, 1, 0]);
      expect(await found(`${tag}-`)).toEqual([]);
    },
  );

  check(
    "pages hold every key once, in the order asked for, with and without a search",
    async (store) => {
      const [createdById, tag] = [unique(), unique()];
      const drafts = Array.from({ length: 130 }, (_, index) => ({
        createdById,
        start: `${tag}_${index}`,
      }));
      const ids = await insertAll(store, drafts);
      for (const search of [{ createdById }, { createdById, startsWith: `${tag}_` }]) {
        const page = (offset: number) =>
          store.listAll(query({ ...search, offset, sortDirection: "asc" }));
        const pages = [await page(0), await page(100), await page(200)];
        expect(pages.flatMap(({ records }) => records.map(({ id }) => id))).toEqual(ids);
        expect(pages.map(({ total }) => total)).toEqual([130, 130, 130]);
      }
    },
  );
}

/** Created one millisecond after the other; answers their ids. */
async function insertAll(store: KeyStore, drafts: readonly Partial<KeyDraft>[]): Promise<string[]> {
  const ids: string[] = [];
  for (const draft of drafts) {
    const createdAt = new Date(NOW.getTime() - 1_000 + ids.length);
    ids.push((await store.insert(keyDraft({ ...draft, createdAt }))).id);
  }
  return ids;
}

function query(given: Partial<AllKeysQuery>): AllKeysQuery {
  return { now: NOW, limit: 100, offset: 0, sortDirection: "desc", ...given };
}

function unique(): string {
  return randomBytes(8).toString("hex");
}
