import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { KeyDraft, KeyQuery, KeyStatusFilter, KeyStore } from "../../port/key-store.ts";
import { KEY_SORT_FIELDS, type KeySortField } from "../../record/order.ts";
import { DEFAULT_CONFIG_ID, type KeyRecord } from "../../record/record.ts";
import { KEY_STATUSES, keyStatus } from "../../record/status.ts";
import type { Check } from "./check.ts";
import { keyDraft } from "../key-draft.ts";

const NOW = new Date("2026-01-15T12:00:00.500Z");
const FILTERS: readonly KeyStatusFilter[] = [...KEY_STATUSES, "live"];

export function listing(check: Check): void {
  for (const status of FILTERS) {
    check(`the filter ${status} lists exactly the owner's keys of that status`, async (store) => {
      const { referenceId } = keyDraft();
      const mine = await insertEveryStatus(store, referenceId);
      await insertEveryStatus(store, keyDraft().referenceId);
      const { records, total } = await store.list(query({ referenceId, status }));
      const expected = mine.filter((record) => isOfStatus(record, status));
      expect(byId(records)).toEqual(byId(expected));
      expect(total).toBe(expected.length);
      expect(total).toBeGreaterThan(0);
    });
  }

  check(
    "without a filter the owner's keys of every status are listed, and nobody else's",
    async (store) => {
      const { referenceId } = keyDraft();
      const mine = await insertEveryStatus(store, referenceId);
      await insertEveryStatus(store, keyDraft().referenceId);
      const { records, total } = await store.list(query({ referenceId }));
      expect(byId(records)).toEqual(byId(mine));
      expect(total).toBe(mine.length);
    },
  );

  check("an owner without keys has an empty page, whatever the filter", async (store) => {
    await insertEveryStatus(store, keyDraft().referenceId);
    const { referenceId } = keyDraft();
    for (const wanted of [{}, ...FILTERS.map((status) => ({ status }))]) {
      const page = await store.list(query({ referenceId, ...wanted }));
      expect(page).toEqual({ records: [], total: 0 });
    }
  });

  check("a key is expired from the very millisecond of its expiry on", async (store) => {
    const { id, referenceId } = await store.insert(keyDraft({ expiresAt: NOW }));
    const at = async (offset: number, status: KeyStatusFilter): Promise<string[]> => {
      const now = new Date(NOW.getTime() + offset);
      const { records } = await store.list(query({ referenceId, status, now }));
      return records.map((record) => record.id);
    };
    expect(await at(-1, "live")).toEqual([id]);
    expect(await at(-1, "active")).toEqual([id]);
    expect(await at(-1, "expired")).toEqual([]);
    expect(await at(0, "live")).toEqual([]);
    expect(await at(0, "active")).toEqual([]);
    expect(await at(0, "expired")).toEqual([id]);
  });

  check("keys of another configuration are another tenant's, whoever owns them", async (store) => {
    const { referenceId } = keyDraft();
    const one = await store.insert(keyDraft({ referenceId, configId: "one" }));
    const other = await store.insert(keyDraft({ referenceId, configId: "other" }));
    for (const record of [one, other]) {
      const { configId } = record;
      const page = await store.list(query({ configId, referenceId }));
      expect(page).toEqual({ records: [record], total: 1 });
    }
  });

  check(
    "keys of several configurations are listed in one order, and counted once",
    async (store) => {
      const { referenceId } = keyDraft();
      const drafts = ["one", "other", "third", "one", "other"].map((configId, place) =>
        keyDraft({
          referenceId,
          configId,
          name: `key ${4 - place}`,
          createdAt: new Date(NOW.getTime() + place),
          expiresAt: new Date(NOW.getTime() + (place === 4 ? 0 : 1)),
        }),
      );
      const records: KeyRecord[] = [];
      for (const draft of drafts) records.push(await store.insert(draft));
      await store.insert(keyDraft({ configId: "one" }));
      const places = async (given: Partial<KeyQuery>) => {
        const asked = query({ referenceId, configId: ["one", "other"], ...given });
        const page = await store.list(asked);
        return [
          page.records.map(({ id }) => records.findIndex((record) => record.id === id)),
          page.total,
        ];
      };
      expect(await places({})).toEqual([[4, 3, 1, 0], 4]);
      expect(await places({ configId: ["other"] })).toEqual([[4, 1], 2]);
      expect(await places({ limit: 2, offset: 1 })).toEqual([[3, 1], 4]);
      expect(await places({ sortBy: "name", sortDirection: "asc" })).toEqual([[4, 3, 1, 0], 4]);
      expect(await places({ status: "live" })).toEqual([[3, 1, 0], 3]);
      expect(await places({ search: "KEY 1" })).toEqual([[3], 1]);
    },
  );

  check(
    "countLive counts keys that are neither revoked nor expired nor replaced",
    async (store) => {
      const { configId, referenceId } = keyDraft();
      const records = await insertEveryStatus(store, referenceId);
      await store.insert(keyDraft({ referenceId, replacedById: randomUUID() }));
      await store.insert(keyDraft({ referenceId, configId: "another" }));
      await store.insert(keyDraft());
      const live = records.filter((record) => isOfStatus(record, "live"));
      expect(await store.countLive({ configId, referenceId, now: NOW })).toBe(live.length);
    },
  );

  check("keys that one user created are listed apart, among one owner's", async (store) => {
    const { referenceId } = keyDraft();
    const [by, byAnother] = ["creator", "another"];
    const theirs = await store.insert(keyDraft({ referenceId, createdById: by }));
    await store.insert(keyDraft({ referenceId, createdById: byAnother }));
    await store.insert(keyDraft({ referenceId }));
    await store.insert(keyDraft({ createdById: by }));
    const page = await store.list(query({ referenceId, createdById: by }));
    expect(page).toEqual({ records: [theirs], total: 1 });
  });

  for (const sortBy of KEY_SORT_FIELDS) {
    check(`keys are sorted by ${sortBy}, in both directions`, async (store) => {
      const { referenceId } = keyDraft();
      for (const rank of [3, 1, 4, 0, 2]) await store.insert(ranked(rank, sortBy, referenceId));
      for (const sortDirection of ["asc", "desc"] as const) {
        const { records } = await store.list(query({ referenceId, sortBy, sortDirection }));
        const ranks = records.map((record) => Number(record.metadata?.["rank"]));
        expect(ranks).toEqual(sortDirection === "asc" ? [0, 1, 2, 3, 4] : [4, 3, 2, 1, 0]);
      }
    });
  }

  check(
    "pages hold every key once, and totals count beyond the page and beyond 100",
    async (store) => {
      const { referenceId } = keyDraft();
      const inserted = await insertNumbered(store, referenceId, 230);
      await insertNumbered(store, keyDraft().referenceId, 3);
      const pages = [];
      for (const offset of [0, 100, 200, 300]) {
        pages.push(await store.list(query({ referenceId, offset, sortDirection: "asc" })));
      }
      expect(pages.map(({ total }) => total)).toEqual([230, 230, 230, 230]);
      expect(pages.map(({ records }) => records.length)).toEqual([100, 100, 30, 0]);
      expect(pages.flatMap(({ records }) => records)).toEqual(inserted);

      const few = await store.list(
        query({ referenceId, offset: 7, limit: 3, sortDirection: "asc" }),
      );
      expect(few).toEqual({ records: inserted.slice(7, 10), total: 230 });
    },
  );

  for (const status of FILTERS) {
    check(`pages and totals are those of the filter ${status}, beyond 100 keys`, async (store) => {
      const { referenceId } = keyDraft();
      const ofStatus = DRAFTS_BY_STATUS[status];
      const others = FILTERS.filter((other) => other !== status && !overlap(other, status));
      await insertNumbered(store, referenceId, 105, ofStatus);
      for (const other of others)
        await insertNumbered(store, referenceId, 2, DRAFTS_BY_STATUS[other]);
      const wanted = query({ referenceId, status, offset: 100, sortDirection: "asc" });
      const { records, total } = await store.list(wanted);
      expect(total).toBe(105);
      expect(records.map(({ name }) => name)).toEqual([100, 101, 102, 103, 104].map(String));
    });
  }
}

const DRAFTS_BY_STATUS: Record<KeyStatusFilter, Partial<KeyDraft>> = {
  active: { expiresAt: new Date(NOW.getTime() + 1) },
  live: {},
  expired: { expiresAt: NOW },
  disabled: { enabled: false },
  revoked: { revokedAt: NOW },
};

function overlap(a: KeyStatusFilter, b: KeyStatusFilter): boolean {
  return (a === "live" && isLive(b)) || (b === "live" && isLive(a));
}

function isLive(status: KeyStatusFilter): boolean {
  return status === "active" || status === "disabled";
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

/** Every combination of enabled, revoked, and expiry before, at, after and never. */
async function insertEveryStatus(store: KeyStore, referenceId: string): Promise<KeyRecord[]> {
  const inserted: KeyRecord[] = [];
  const expiries = [-1, 0, 1].map((offset) => new Date(NOW.getTime() + offset));
  for (const expiresAt of [null, ...expiries]) {
    for (const revokedAt of [null, NOW]) {
      for (const enabled of [true, false]) {
        inserted.push(await store.insert(keyDraft({ referenceId, expiresAt, revokedAt, enabled })));
      }
    }
  }
  return inserted;
}

/** Keys named by their number, created one millisecond after the other. */
async function insertNumbered(
  store: KeyStore,
  referenceId: string,
  count: number,
  given: Partial<KeyDraft> = {},
): Promise<KeyRecord[]> {
  const inserted: KeyRecord[] = [];
  for (let index = 0; index < count; index += 1) {
    const createdAt = new Date(NOW.getTime() - 1_000 + index);
    inserted.push(
      await store.insert(keyDraft({ ...given, referenceId, name: `${index}`, createdAt })),
    );
  }
  return inserted;
}

/** A key that comes at this place among five when sorted by this field, and at another by any other. */
function ranked(rank: number, sortBy: KeySortField, referenceId: string): KeyDraft {
  const other = (2 * rank + 1) % 5;
  const moment = (field: KeySortField) =>
    new Date(NOW.getTime() + (field === sortBy ? rank : other));
  return keyDraft({
    referenceId,
    createdAt: moment("createdAt"),
    updatedAt: moment("updatedAt"),
    expiresAt: moment("expiresAt"),
    lastRequest: moment("lastRequest"),
    name: `key ${"abcde".charAt(sortBy === "name" ? rank : other)}`,
    metadata: { rank },
  });
}

function isOfStatus(record: KeyRecord, filter: KeyStatusFilter): boolean {
  const status = keyStatus(record, NOW.getTime());
  return filter === "live" ? isLive(status) : status === filter;
}

function byId(records: readonly KeyRecord[]): KeyRecord[] {
  return records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
