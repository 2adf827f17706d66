import type { AuditAction } from "../audit/action.ts";
import type { ActorKind } from "../audit/actor.ts";
import type { AuditEntry } from "../audit/entry.ts";

/** Which entries are meant. Absent fields are not looked at. */
export interface AuditFilter {
  readonly keyId?: string | undefined;
  /** With `configId`, the tenant that the entries concern. */
  readonly referenceId?: string | undefined;
  readonly configId?: string | undefined;
  readonly action?: AuditAction | undefined;
  readonly actorKind?: ActorKind | undefined;
  readonly actorId?: string | undefined;
  /** From this moment on. */
  readonly from?: Date | undefined;
  /** Before this moment. */
  readonly to?: Date | undefined;
}

export interface AuditQuery {
  readonly filter: AuditFilter;
  /** `desc`: newest first. */
  readonly direction: "asc" | "desc";
  /** The `seq` of the last entry that the reader has: only entries after it, in the direction. */
  readonly cursor?: number | undefined;
  readonly limit: number;
}

/**
 * Where the entries of the audit chain lie. Every method rejects, with whatever the store threw,
 * when the store cannot be reached or refuses. What is put is there for good: nothing changes or
 * removes an entry.
 *
 * That there is one entry for one `seq` is seen to by the register that holds the head of the chain;
 * the log need not be asked for it.
 */
export interface AuditLog {
  /**
   * Adds an entry; durable when the promise resolves. One that is there already, under the same `seq`
   * and with the same hash, is left alone. Rejects where another one has that `seq`.
   */
  put(entry: AuditEntry): Promise<void>;
  /** The entry of this event, or `null`: an indexed look-up. */
  findByEventId(eventId: string): Promise<AuditEntry | null>;
  /** In the order of `seq`. */
  read(query: AuditQuery): Promise<readonly AuditEntry[]>;
}
