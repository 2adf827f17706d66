import { randomUUID } from "node:crypto";
import type { Background } from "../background/background.ts";
import type { AuditFilter, AuditLog } from "../port/audit-log.ts";
import type { Clock } from "../port/clock.ts";
import { BY_SYSTEM, type Operation, boundedBy } from "./actor.ts";
import type { AuditChain } from "./chain.ts";
import { type Denial, Denials } from "./denials.ts";
import type { AuditEntry, AuditEvent } from "./entry.ts";
import { GENESIS } from "./hash.ts";
import { type ChainVerdict, verifyChain } from "./verify-chain.ts";

export const MAX_AUDIT_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 50;
/** Entries that are read at once where all of them are wanted. */
const BATCH = 500;

export interface AuditPageInput extends AuditFilter {
  /** 1 to 100; 50 by default. */
  readonly limit?: number | undefined;
  /** `nextCursor` of the page before. Absent: the newest entries. */
  readonly cursor?: number | undefined;
}

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** For the next page; `null`: this is the last. */
  readonly nextCursor: number | null;
}

/** Something to write down that is no change of a record: a look by an administrator, say. */
export type AuditNote = Pick<AuditEvent, "action"> &
  Partial<Pick<AuditEvent, "keyId" | "start" | "referenceId" | "configId" | "changes" | "reason">> &
  Operation & {
    /** To write one event down once, however often it is tried. One of its own by default. */
    readonly eventId?: string | undefined;
    /** Now by default. */
    readonly at?: Date | undefined;
  };

/** The audit log of an engine. Who may read which entries is for the caller to know. */
export interface KeyAudit {
  /** @throws {RangeError} for a limit or a cursor out of bounds. */
  page(input: AuditPageInput): Promise<AuditPage>;
  /** All entries that match, oldest first, read in batches: as they are when they are read. */
  entries(filter: AuditFilter): AsyncGenerator<AuditEntry>;
  /** Appends an entry, unless there is one of this event. */
  note(note: AuditNote): Promise<void>;
  /**
   * Writes down what the policy denied: at most once per owner, configuration, code and minute. Never
   * rejects: what cannot be written down is denied all the same.
   */
  denied(denial: Denial): Promise<void>;
  /** Reads the whole chain and says whether it is intact, and if not, where it breaks first. */
  verify(): Promise<ChainVerdict>;
}

export interface KeyAuditParts {
  readonly log: AuditLog;
  readonly chain: AuditChain;
  readonly clock: Clock;
  readonly background: Background;
}

export function keyAudit({ log, chain, clock, background }: KeyAuditParts): KeyAudit {
  const denials = new Denials(chain, clock);
  return {
    async page({ limit = DEFAULT_PAGE_SIZE, cursor, ...filter }) {
      assertPage(limit, cursor);
      const found = await log.read({ filter, direction: "desc", cursor, limit: limit + 1 });
      const entries = found.slice(0, limit);
      return { entries, nextCursor: found.length > limit ? (entries.at(-1)?.seq ?? null) : null };
    },

    async *entries(filter) {
      let cursor = 0;
      for (;;) {
        const batch = await log.read({ filter, direction: "asc", cursor, limit: BATCH });
        yield* batch;
        const last = batch.at(-1);
        if (last === undefined || batch.length < BATCH) return;
        cursor = last.seq;
      }
    },

    async note({ eventId = randomUUID(), at, by = BY_SYSTEM, ...note }) {
      await chain.append({
        keyId: null,
        start: null,
        referenceId: null,
        configId: null,
        changes: {},
        reason: null,
        ...note,
        eventId,
        at: at ?? new Date(clock.now()),
        ...boundedBy(by),
      });
    },

    async denied(denial) {
      try {
        await denials.write(denial);
      } catch (error) {
        background.report(error, "audit");
      }
    },

    verify: () => verifyWhole(log, chain),
  };
}

/** Also while entries are appended: the end is read before each batch, and again until nothing follows. */
async function verifyWhole(log: AuditLog, chain: AuditChain): Promise<ChainVerdict> {
  const end = { ...GENESIS };
  async function* all(): AsyncGenerator<AuditEntry> {
    let cursor = 0;
    for (;;) {
      const { head } = await chain.settled();
      const batch = await log.read({ filter: {}, direction: "asc", cursor, limit: BATCH });
      yield* batch;
      const last = batch.at(-1);
      if (last === undefined) {
        Object.assign(end, head);
        return;
      }
      cursor = last.seq;
    }
  }
  return verifyChain(all(), end);
}

function assertPage(limit: number, cursor: number | undefined): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_AUDIT_PAGE_SIZE) {
    throw new RangeError(`limit must be a whole number from 1 to ${MAX_AUDIT_PAGE_SIZE}.`);
  }
  if (cursor !== undefined && (!Number.isSafeInteger(cursor) || cursor < 1)) {
    throw new RangeError("cursor must be a whole number, 1 or more.");
  }
}

/** Of an engine that was given no log: there is nothing to read, and what is noted is gone. */
export const noAudit: KeyAudit = {
  page: () => Promise.reject(absent()),
  // eslint-disable-next-line require-yield -- there is nothing to yield
  async *entries() {
    throw absent();
  },
  note: async () => undefined,
  denied: async () => undefined,
  verify: () => Promise.reject(absent()),
};

function absent(): Error {
  return new Error("This engine keeps no audit log: give createKeyEngine an auditLog.");
}
