import type { KeyStore } from "../port/key-store.ts";
import type { CallTimes } from "./call-times.ts";

/** What is asked of a key store. */
export const STORE_CALLS = [
  "insert",
  "findById",
  "findByStart",
  "hasForeign",
  "findForeign",
  "listEnded",
  "list",
  "countLive",
  "listAll",
  "update",
  "spendQuota",
  "delete",
  "listChanged",
  "forgetRemoved",
  "listExpired",
  "listUnreplaced",
  "findPending",
  "recordUse",
] as const satisfies readonly (keyof KeyStore)[];

export type StoreCall = (typeof STORE_CALLS)[number];

/** The same store, each call of which is timed. */
export function measuredStore(store: KeyStore, times: CallTimes<StoreCall>): KeyStore {
  return {
    insert: (draft) => times.time("insert", () => store.insert(draft)),
    findById: (id) => times.time("findById", () => store.findById(id)),
    findByStart: (start) => times.time("findByStart", () => store.findByStart(start)),
    hasForeign: () => times.time("hasForeign", () => store.hasForeign()),
    findForeign: (marks) => times.time("findForeign", () => store.findForeign(marks)),
    listEnded: (query) => times.time("listEnded", () => store.listEnded(query)),
    list: (query) => times.time("list", () => store.list(query)),
    countLive: (tenant) => times.time("countLive", () => store.countLive(tenant)),
    listAll: (query) => times.time("listAll", () => store.listAll(query)),
    update: (id, guard, change) => times.time("update", () => store.update(id, guard, change)),
    spendQuota: (id, spending) => times.time("spendQuota", () => store.spendQuota(id, spending)),
    delete: (id, guard, at) => times.time("delete", () => store.delete(id, guard, at)),
    listChanged: (query) => times.time("listChanged", () => store.listChanged(query)),
    forgetRemoved: (query) => times.time("forgetRemoved", () => store.forgetRemoved(query)),
    listExpired: (query) => times.time("listExpired", () => store.listExpired(query)),
    listUnreplaced: (query) => times.time("listUnreplaced", () => store.listUnreplaced(query)),
    findPending: (limit) => times.time("findPending", () => store.findPending(limit)),
    recordUse: (uses) => times.time("recordUse", () => store.recordUse(uses)),
  };
}
