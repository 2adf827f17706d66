import type { KeyQuota, KeyRateLimit, KeyRecord } from "../record/record.ts";
import type { KeyOrder } from "../record/order.ts";
import type { KeyStatus } from "../record/status.ts";

/** A record that has no id yet: the store gives it one. */
export type KeyDraft = Omit<KeyRecord, "id" | "auditPending"> & {
  /** `null` if absent. */
  readonly auditPending?: string | null;
};

/** What must still be true of a record for an operation on it to take place. Absent fields are not looked at. */
export interface KeyGuard {
  readonly configId?: string;
  readonly referenceId?: string;
  readonly hash?: string;
  /** The key must not have been revoked. */
  readonly revokedAt?: null;
  readonly enabled?: boolean;
  /** The key must have been replaced by this one; `null`: by none. */
  readonly replacedById?: string | null;
  /** `null`: the key must not expire. */
  readonly expiresAt?: Date | null;
  /** No operation may have changed it since. */
  readonly updatedAt?: Date;
  /** To the letter. */
  readonly auditPending?: string | null;
  readonly remaining?: number | null;
  readonly lastRefillAt?: Date | null;
}

/** What operations may change. A field that is absent stays as it is. */
export type KeyChange = Partial<
  Pick<
    KeyRecord,
    | "name"
    | "enabled"
    | "metadata"
    | "permissions"
    | "allowedAddresses"
    | "expiresAt"
    | "revokedAt"
    | "replacedById"
    | "updatedAt"
    | "hash"
    | "lookup"
    | "auditPending"
  >
> & {
  /** What of it is absent stays as it is. */
  readonly quota?: Partial<KeyQuota>;
  /** What of it is absent stays as it is. */
  readonly rateLimit?: Partial<KeyRateLimit>;
};

/** `live` is what is neither revoked nor expired: active and disabled keys together. */
export type KeyStatusFilter = KeyStatus | "live";

/** Whose keys are meant: an owner under one configuration is another tenant than under another. */
export interface KeyTenant {
  readonly configId: string;
  readonly referenceId: string;
}

export interface KeyQuery extends KeyOrder {
  readonly referenceId: string;
  /** Of a list (which is not empty) any one will do. */
  readonly configId: string | readonly string[];
  /** Only those that this user created. Absent: whoever did. */
  readonly createdById?: string;
  /** Absent: keys of every status. */
  readonly status?: KeyStatusFilter;
  /** Keys of this environment; `null`: of none. Absent: of every one. */
  readonly environment?: string | null;
  /** Keys that `matchesSearch` finds by this text. Absent: all. */
  readonly search?: string;
  /** The moment at which `status` is meant. */
  readonly now: Date;
  readonly limit: number;
  readonly offset: number;
}

/** What expires after one moment, and until another. */
export interface ExpiredQuery {
  readonly after: Date;
  readonly until: Date;
  readonly limit: number;
}

/** Keys of one environment that were made after one moment, and until another. */
export interface UnreplacedQuery {
  readonly configId: string;
  readonly environment: string;
  readonly after: Date;
  readonly until: Date;
  readonly limit: number;
}

/** Of keys whoever owns them: for administrators, and for what concerns a user across owners. By `createdAt`. */
export interface AllKeysQuery extends Pick<
  KeyQuery,
  "status" | "createdById" | "now" | "limit" | "offset" | "sortDirection"
> {
  readonly configId?: string;
  readonly referenceId?: string;
  /** Exactly this one. */
  readonly start?: string;
  /** A `start` that begins so, letter by letter: no wildcards, no other case. */
  readonly startsWith?: string;
  /** Only those that expire, at this moment or before. */
  readonly expiresUntil?: Date;
  /** Only those that were never used. */
  readonly isUnused?: true;
}

export interface KeyPage {
  readonly records: readonly KeyRecord[];
  /** Of all records that match, on this page or not. */
  readonly total: number;
}

/** What is taken from a quota; a negative amount is given back. */
export interface QuotaSpending {
  /** A whole number. */
  readonly amount: number;
  /** When the quota must have been filled last; `null`: never. */
  readonly lastRefillAt: Date | null;
}

export interface KeyUse {
  readonly id: string;
  readonly at: Date;
  /** From where. Absent, as `null`: that is not known, or not kept. */
  readonly address?: string | null | undefined;
  /** What the client said that it was. */
  readonly client?: string | null | undefined;
}

/** What records of keys from elsewhere are found by. Any one of them will do. */
export interface ForeignMarks {
  readonly hashes: readonly string[];
  readonly lookups: readonly string[];
  readonly origins: readonly string[];
}

/** Records that are of no more use. */
export interface EndedQuery {
  /** `expired`: and not revoked. */
  readonly ending: "revoked" | "expired";
  /** They ended at this moment or earlier. */
  readonly before: Date;
  readonly limit: number;
}

/** That a record was changed by an operation, or removed. */
export interface ChangedKey {
  readonly id: string;
  /** By the clock of whoever did it. */
  readonly at: Date;
}

export interface ChangedQuery {
  /** At this moment or later. */
  readonly since: Date;
  readonly limit: number;
}

/**
 * Where records live. Every method rejects, with whatever the store threw, when the store cannot be
 * reached or refuses; no method answers "not there" for "could not look".
 *
 * What an adapter writes is durable when the promise resolves. Dates keep their milliseconds;
 * metadata keeps every JSON value.
 */
export interface KeyStore {
  /** Adds a record under a new id and answers it as stored. */
  insert(draft: KeyDraft): Promise<KeyRecord>;
  /** `null` where there is none. */
  findById(id: string): Promise<KeyRecord | null>;
  /** All records with exactly this `start`: an indexed look-up. Nearly always none or one. */
  findByStart(start: string): Promise<readonly KeyRecord[]>;
  /** Whether there is any record that was not made here: one whose `format` is not `latchkey`. Indexed. */
  hasForeign(): Promise<boolean>;
  /**
   * All records with one of these hashes, look-ups or origins: an indexed look-up, of a few hundred
   * marks at the most. Each record once.
   */
  findForeign(marks: ForeignMarks): Promise<readonly KeyRecord[]>;
  /** Some records that have ended, in no particular order: as many as there are, up to the limit. Indexed. */
  listEnded(query: EndedQuery): Promise<readonly KeyRecord[]>;
  /**
   * One page of an owner's records, in the order of `compareKeys`, and the number on all pages: in one
   * order and one count, however many configurations they are under.
   * Never a record of another owner, whatever the filters. Only where records were created, or
   * changed, in the same millisecond may `createdAt` and `updatedAt` bring them in another order.
   */
  list(query: KeyQuery): Promise<KeyPage>;
  /**
   * How many of a tenant's keys are live and have not been replaced by others (those are on their way
   * out).
   */
  countLive(tenant: KeyTenant & { readonly now: Date }): Promise<number>;
  /**
   * One page of all owners' records and the number on all pages: a method of its own, so that no
   * listing loses its owner by a field left out.
   *
   * Rejects with the `KeyOperationError` `SEARCH_TOO_BROAD` where more keys begin with `startsWith` than the
   * store will look through.
   */
  listAll(query: AllKeysQuery): Promise<KeyPage>;
  /**
   * Compare-and-set, in one atomic step: changes the record if it is there and the guard holds, and
   * answers it as changed; else changes nothing and answers `null`. Of several concurrent calls
   * whose guards exclude each other exactly one succeeds.
   */
  update(id: string, guard: KeyGuard, change: KeyChange): Promise<KeyRecord | null>;
  /**
   * Takes from `remaining`, in one atomic step, if so much is there and the quota was not filled again
   * since, and answers the record as changed; else changes nothing and answers `null`. Touches nothing
   * else, `updatedAt` included.
   */
  spendQuota(id: string, spending: QuotaSpending): Promise<KeyRecord | null>;
  /**
   * Removes the record if it is there and the guard holds, and answers it; else `null`. Atomic. That it is
   * gone is noted for `listChanged` before the promise resolves, as of the moment `at`.
   */
  delete(id: string, guard: KeyGuard, at: Date): Promise<KeyRecord | null>;
  /**
   * Records of whatever owner whose `updatedAt` is of this period, new ones included, and those that were
   * removed in it; in any order, and one that was removed perhaps twice. As many as there are, up to the limit:
   * an indexed look-up that reads no more of a record than this.
   */
  listChanged(query: ChangedQuery): Promise<readonly ChangedKey[]>;
  /** Forgets that records were removed before a moment, up to the limit, and answers of how many. Indexed. */
  forgetRemoved(query: { readonly before: Date; readonly limit: number }): Promise<number>;
  /** Records of whatever owner that expire in this period and were not revoked, earliest first: an indexed look-up. */
  listExpired(query: ExpiredQuery): Promise<readonly KeyRecord[]>;
  /**
   * Records of whatever owner that were made in this period, under this configuration and environment, and
   * that were neither revoked nor replaced by others; earliest first: an indexed look-up.
   */
  listUnreplaced(query: UnreplacedQuery): Promise<readonly KeyRecord[]>;
  /** At most `limit` records whose `auditPending` is not null, in any order: an indexed look-up. */
  findPending(limit: number): Promise<readonly KeyRecord[]>;
  /**
   * Notes when, from where and by what keys were last used: touches `lastRequest`, `lastAddress` and
   * `lastClient`, and nothing else. Unknown ids are passed over, no id comes twice, and there may be
   * very many. When it rejects, some may have been noted; noting them again does no harm.
   */
  recordUse(uses: readonly KeyUse[]): Promise<void>;
}
