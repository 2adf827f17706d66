import { randomUUID } from "node:crypto";
import type {
  AllKeysQuery,
  ChangedKey,
  ChangedQuery,
  EndedQuery,
  ExpiredQuery,
  ForeignMarks,
  KeyChange,
  KeyDraft,
  KeyGuard,
  KeyPage,
  KeyQuery,
  KeyStore,
  KeyTenant,
  KeyUse,
  QuotaSpending,
  UnreplacedQuery,
} from "../port/key-store.ts";
import { changed } from "../record/changed.ts";
import { guardHolds } from "../record/guard.ts";
import { compareKeys } from "../record/order.ts";
import type { KeyRecord } from "../record/record.ts";
import { matchesSearch } from "../record/search.ts";
import { keyStatus } from "../record/status.ts";

/** Records in this process's memory: for tests, and the model that every other store must agree with. */
export class MemoryKeyStore implements KeyStore {
  readonly #records = new Map<string, KeyRecord>();
  #removed: ChangedKey[] = [];

  async insert(draft: KeyDraft): Promise<KeyRecord> {
    const record = structuredClone({ auditPending: null, ...draft, id: randomUUID() });
    this.#records.set(record.id, record);
    return structuredClone(record);
  }

  async findById(id: string): Promise<KeyRecord | null> {
    return structuredClone(this.#records.get(id) ?? null);
  }

  async findByStart(start: string): Promise<readonly KeyRecord[]> {
    return structuredClone(
      [...this.#records.values()].filter((record) => record.start === start && start !== ""),
    );
  }

  async hasForeign(): Promise<boolean> {
    return [...this.#records.values()].some(({ format }) => format !== "latchkey");
  }

  async findForeign({ hashes, lookups, origins }: ForeignMarks): Promise<readonly KeyRecord[]> {
    const isMarked = ({ hash, lookup, origin }: KeyRecord) =>
      hashes.includes(hash) ||
      (lookup !== null && lookups.includes(lookup)) ||
      (origin !== null && origins.includes(origin));
    return structuredClone([...this.#records.values()].filter(isMarked));
  }

  async listEnded({ ending, before, limit }: EndedQuery): Promise<readonly KeyRecord[]> {
    const hasEnded = ({ revokedAt, expiresAt }: KeyRecord) =>
      ending === "revoked"
        ? revokedAt !== null && revokedAt <= before
        : revokedAt === null && expiresAt !== null && expiresAt <= before;
    return structuredClone([...this.#records.values()].filter(hasEnded).slice(0, limit));
  }

  async list(query: KeyQuery): Promise<KeyPage> {
    const matching = [...this.#records.values()].filter((record) => matches(record, query));
    matching.sort((a, b) => compareKeys(a, b, query));
    const page = matching.slice(query.offset, query.offset + query.limit);
    return { records: structuredClone(page), total: matching.length };
  }

  async countLive({ now, ...tenant }: KeyTenant & { readonly now: Date }): Promise<number> {
    return [...this.#records.values()].filter(
      (record) =>
        isOf(record, tenant) && record.replacedById === null && isLive(record, now.getTime()),
    ).length;
  }

  async listAll(query: AllKeysQuery): Promise<KeyPage> {
    const matching = [...this.#records.values()].filter((record) => matchesAny(record, query));
    const direction = query.sortDirection === "asc" ? 1 : -1;
    matching.sort((a, b) => direction * (a.createdAt.getTime() - b.createdAt.getTime()));
    const page = matching.slice(query.offset, query.offset + query.limit);
    return { records: structuredClone(page), total: matching.length };
  }

  async update(id: string, guard: KeyGuard, change: KeyChange): Promise<KeyRecord | null> {
    const record = this.#guarded(id, guard);
    if (record === null) return null;
    const after = structuredClone(changed(record, change));
    this.#records.set(id, after);
    return structuredClone(after);
  }

  async spendQuota(id: string, { amount, lastRefillAt }: QuotaSpending): Promise<KeyRecord | null> {
    const record = this.#guarded(id, { lastRefillAt });
    const remaining = record?.quota.remaining ?? null;
    if (record === null || remaining === null || remaining < amount) return null;
    const quota = { ...record.quota, remaining: remaining - amount };
    this.#records.set(id, { ...record, quota });
    return structuredClone({ ...record, quota });
  }

  async delete(id: string, guard: KeyGuard, at: Date): Promise<KeyRecord | null> {
    const record = this.#guarded(id, guard);
    if (record === null) return null;
    this.#records.delete(id);
    this.#removed.push({ id, at });
    return record;
  }

  async listChanged({ since, limit }: ChangedQuery): Promise<readonly ChangedKey[]> {
    const changes = [...this.#records.values()].map(({ id, updatedAt: at }) => ({ id, at }));
    return [...changes, ...this.#removed].filter(({ at }) => at >= since).slice(0, limit);
  }

  async forgetRemoved({ before, limit }: { before: Date; limit: number }): Promise<number> {
    const forgotten = this.#removed.filter(({ at }) => at < before).slice(0, limit);
    this.#removed = this.#removed.filter((removed) => !forgotten.includes(removed));
    return forgotten.length;
  }

  async listExpired(query: ExpiredQuery): Promise<readonly KeyRecord[]> {
    const { after, until, limit } = query;
    const found = [...this.#records.values()].filter(
      ({ expiresAt, revokedAt }) =>
        expiresAt !== null && expiresAt > after && expiresAt <= until && revokedAt === null,
    );
    found.sort((a, b) => compareKeys(a, b, { sortBy: "expiresAt", sortDirection: "asc" }));
    return structuredClone(found.slice(0, limit));
  }

  async listUnreplaced({ after, until, limit, ...kind }: UnreplacedQuery) {
    const found = [...this.#records.values()].filter(
      ({ configId, environment, createdAt, revokedAt, replacedById }) =>
        configId === kind.configId &&
        environment === kind.environment &&
        createdAt > after &&
        createdAt <= until &&
        revokedAt === null &&
        replacedById === null,
    );
    found.sort((a, b) => compareKeys(a, b, { sortBy: "createdAt", sortDirection: "asc" }));
    return structuredClone(found.slice(0, limit));
  }

  async findPending(limit: number): Promise<readonly KeyRecord[]> {
    const pending = [...this.#records.values()].filter(({ auditPending }) => auditPending !== null);
    return structuredClone(pending.slice(0, limit));
  }

  async recordUse(uses: readonly KeyUse[]): Promise<void> {
    for (const { id, at, address: lastAddress = null, client: lastClient = null } of uses) {
      const record = this.#records.get(id);
      if (record === undefined) continue;
      this.#records.set(id, { ...record, lastRequest: new Date(at), lastAddress, lastClient });
    }
  }

  #guarded(id: string, guard: KeyGuard): KeyRecord | null {
    const record = this.#records.get(id);
    return record !== undefined && guardHolds(record, guard) ? record : null;
  }
}

function isOf(record: KeyRecord, { configId, referenceId }: KeyTenant): boolean {
  return record.configId === configId && record.referenceId === referenceId;
}

function isLive(record: KeyRecord, now: number): boolean {
  const status = keyStatus(record, now);
  return status === "active" || status === "disabled";
}

function matches(record: KeyRecord, query: KeyQuery): boolean {
  const { createdById, environment, search } = query;
  return (
    record.referenceId === query.referenceId &&
    [query.configId].flat().includes(record.configId) &&
    (createdById === undefined || record.createdById === createdById) &&
    (environment === undefined || record.environment === environment) &&
    (search === undefined || matchesSearch(record, search)) &&
    isOfStatus(record, query)
  );
}

function matchesAny(record: KeyRecord, query: AllKeysQuery): boolean {
  const { configId, referenceId, createdById, start, startsWith, expiresUntil } = query;
  const { lastRequest, expiresAt } = record;
  const wanted = { configId, referenceId, createdById, start };
  const fields = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return (
    fields.every(([field, value]) => Reflect.get(record, field) === value) &&
    (startsWith === undefined || record.start.startsWith(startsWith)) &&
    (expiresUntil === undefined || (expiresAt !== null && expiresAt <= expiresUntil)) &&
    (query.isUnused === undefined || lastRequest === null) &&
    isOfStatus(record, query)
  );
}

function isOfStatus(record: KeyRecord, { status, now }: Pick<KeyQuery, "status" | "now">): boolean {
  if (status === undefined) return true;
  return status === "live"
    ? isLive(record, now.getTime())
    : keyStatus(record, now.getTime()) === status;
}
