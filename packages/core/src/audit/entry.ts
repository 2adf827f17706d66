import type { JsonValue } from "../record/json.ts";
import type { AuditAction } from "./action.ts";
import type { By } from "./actor.ts";

/** A field that changed; what was not there before or is gone after is `null`. Dates are ISO 8601 text. */
export type AuditChange = { readonly before: JsonValue; readonly after: JsonValue };

export type AuditChanges = Readonly<Record<string, AuditChange>>;

/** Something that happened, before it has a place in the chain. */
export interface AuditEvent extends By {
  /** Of this event and no other: one event is written down once, however often that is tried. */
  readonly eventId: string;
  readonly at: Date;
  readonly action: AuditAction;
  /** The key that it happened to; `null`: to no one key. */
  readonly keyId: string | null;
  /** The key's prefix and locator. */
  readonly start: string | null;
  /** The owner; `null`: it concerns no one owner. */
  readonly referenceId: string | null;
  readonly configId: string | null;
  /** Names of fields with what they were and are. Never a key, and never the hash of one. */
  readonly changes: AuditChanges;
  /** Why: the code of a refusal, or a word on what was looked for. */
  readonly reason: string | null;
}

/** An event in its place in the chain. */
export interface AuditEntry extends AuditEvent {
  /** 1, 2, 3, …, without a gap. */
  readonly seq: number;
  /** The hash of the entry before; for the first, `GENESIS_HASH`. */
  readonly previousHash: string;
  /** SHA-256 of all the rest, in lower-case hex; see `hashOf`. */
  readonly hash: string;
}
