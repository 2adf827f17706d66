import { randomBytes } from "node:crypto";
import type { KeyRecord, KeyStore, Timers } from "@latchkey/core";
import { recordFromRow, rowFromDraft } from "./key-row.ts";

/** What of Better Auth's `SecondaryStorage` is used: no more than reading and writing single values. */
export interface CacheStorage {
  get(key: string): unknown;
  /** `ttl` in seconds. */
  set(key: string, value: string, ttl?: number): unknown;
}

/** Seconds for which a record may be read here rather than in the database. */
export const RECORD_TTL = 60;
const TAG_TTL = 300;
/** Milliseconds after which a storage that does not answer is passed by. */
export const STORAGE_PATIENCE = 250;

/** In place of a tag while a record is being changed: it is read in the database only. */
const CHANGING = "changing";

/**
 * Records in a secondary storage, in front of the database that they are kept in.
 *
 * Such a storage knows no compare-and-set: whoever read a record in the database just before it was
 * changed may put it there just after. So a record lies under a name that has a tag in it, which was
 * read, or made, before the record was; and every change is framed by two writes of the tag, the second
 * after the database has it. What was read before the change then lies under a name that is no
 * longer asked for. Tags are random and never come back.
 *
 * A use is no such change: `lastRequest` is written for every key in use, every few seconds, so that
 * framing it would leave nothing cached, and no verification depends on it. Here it may be a minute old.
 */
export class RecordCache implements Pick<KeyStore, "findById"> {
  readonly #storage: CacheStorage;
  readonly #source: Pick<KeyStore, "findById">;
  readonly #timers: Timers;

  constructor(storage: CacheStorage, source: Pick<KeyStore, "findById">, timers: Timers) {
    this.#storage = storage;
    this.#source = source;
    this.#timers = timers;
  }

  /** As the store's: a storage that fails, or has something else under the name, is passed by. */
  async findById(id: string): Promise<KeyRecord | null> {
    const tag = await this.#patiently(() => this.#tagOf(id));
    if (tag === null) return this.#source.findById(id);
    const name = recordName(id, tag);
    const cached = await this.#patiently(async () => readRecord(await this.#storage.get(name), id));
    if (cached !== null) return cached;
    const record = await this.#source.findById(id);
    if (record !== null) await this.#patiently(() => this.#keep(name, record));
    return record;
  }

  /**
   * Runs a change of a record, seen from its end on by whoever reads. Rejects before anything is changed
   * where the storage cannot be told; afterwards where it cannot be told any more: then the change
   * is made, and may be seen up to a minute late.
   */
  async changing<T>(id: string, change: () => Promise<T>): Promise<T> {
    await this.#storage.set(tagName(id), CHANGING, TAG_TTL);
    try {
      return await change();
    } finally {
      await this.#storage.set(tagName(id), newTag(), TAG_TTL);
    }
  }

  /** The tag to read by; `null` while the record is being changed. */
  async #tagOf(id: string): Promise<string | null> {
    const known = await this.#storage.get(tagName(id));
    if (known === CHANGING) return null;
    if (typeof known === "string" && known !== "") return known;
    const tag = newTag();
    await this.#storage.set(tagName(id), tag, TAG_TTL);
    return tag;
  }

  async #keep(name: string, record: KeyRecord): Promise<null> {
    const row = { ...rowFromDraft(record), id: record.id };
    await this.#storage.set(name, JSON.stringify(row), RECORD_TTL);
    return null;
  }

  /** What a use of the storage comes to; `null` where it fails or takes too long. */
  async #patiently<T>(use: () => Promise<T | null>): Promise<T | null> {
    const { promise: tooLong, resolve } = Promise.withResolvers<null>();
    const stop = this.#timers.after(STORAGE_PATIENCE, () => {
      resolve(null);
    });
    try {
      return await Promise.race([use().catch(() => null), tooLong]);
    } finally {
      stop();
    }
  }
}

/** The store, with every change of a record but its `lastRequest` made known to the cache. */
export function invalidating(store: KeyStore, cache: RecordCache): KeyStore {
  const update: KeyStore["update"] = (id, guard, change) =>
    cache.changing(id, () => store.update(id, guard, change));
  const remove: KeyStore["delete"] = (id, guard, at) =>
    cache.changing(id, () => store.delete(id, guard, at));
  return new Proxy(store, {
    get(target, name) {
      if (name === "update") return update;
      if (name === "delete") return remove;
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** The cached record; `null` for whatever else lies there. */
function readRecord(value: unknown, id: string): KeyRecord | null {
  try {
    // Some storages answer JSON parsed.
    const row: unknown = typeof value === "string" ? JSON.parse(value) : value;
    if (row === null || row === undefined) return null;
    const record = recordFromRow(row);
    return record.id === id ? record : null;
  } catch {
    return null;
  }
}

const tagName = (id: string) => `api-key-record:${id}:tag`;
const recordName = (id: string, tag: string) => `api-key-record:${id}:${tag}`;

/** Begins with a letter that no number has: some storages answer JSON parsed. */
function newTag(): string {
  return `t${randomBytes(16).toString("hex")}`;
}
