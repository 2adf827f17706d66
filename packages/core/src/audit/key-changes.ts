import { randomUUID } from "node:crypto";
import type { Background } from "../background/background.ts";
import { KeyOperationError } from "../code/operation-error.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyChange, KeyDraft, KeyGuard, KeyStore } from "../port/key-store.ts";
import { changed } from "../record/changed.ts";
import { guardHolds } from "../record/guard.ts";
import type { KeyRecord } from "../record/record.ts";
import type { AuditAction } from "./action.ts";
import { BY_SYSTEM, type By, boundedBy } from "./actor.ts";
import type { AuditChain } from "./chain.ts";
import { changesBetween } from "./changes.ts";
import type { AuditChanges } from "./entry.ts";
import { pendingFromText, pendingToText } from "./entry-text.ts";

/** How a change is told. */
export interface ChangeStory {
  readonly action: AuditAction;
  readonly by?: By | undefined;
  readonly reason?: string | undefined;
  /** Whether all of the record is told, as of a new one, and not just what changed. */
  readonly whole?: boolean | undefined;
}

/** A story that depends on the record as it was just before. */
export type StoryOf = (before: KeyRecord) => ChangeStory;

export interface KeyChangesParts {
  readonly store: KeyStore;
  readonly clock: Clock;
  /** `null`: nothing is written down. */
  readonly chain: AuditChain | null;
  readonly background: Background;
  /** Told the id of a record between its change and the entry for it: a revocation must not wait for paper. Never rejects. */
  readonly onChange: (id: string) => Promise<void>;
  /** Told the id of a record that is gone. Nobody waits for what is done then. */
  readonly onRemove: (id: string) => void;
}

/** Milliseconds that a change may take to be written: less than the margin that it is looked for with. */
export const LATE_WRITE = 2_000;

/** How often a change starts over because others change the record meanwhile. Each time, one of them has got its way. */
const MAX_ATTEMPTS = 50;

/**
 * Changes records so that each change is told in the audit chain exactly once.
 *
 * The event is written into the record in the same step as the change (`auditPending`), then
 * appended to the chain, then taken out of the record. A process that dies in between leaves the
 * event where the next change of the record, or the sweep, finds it. No record is changed while it
 * carries an event, so that the entries of a key are in the order of its changes.
 */
export class KeyChanges {
  readonly #parts: KeyChangesParts;

  constructor(parts: KeyChangesParts) {
    this.#parts = parts;
  }

  /** Adds a record; `null`: one that nobody is told of yet. */
  async insert(
    draft: Omit<KeyDraft, "auditPending">,
    story: ChangeStory | null,
  ): Promise<KeyRecord> {
    const pending = story && this.#pending({ ...story, whole: true }, draft.updatedAt, null, draft);
    const record = await this.#parts.store.insert({ ...draft, auditPending: pending });
    await this.#drainOrReport(record);
    return record;
  }

  /**
   * Changes a record if it is there and the guard holds; else answers `null`. Moves `updatedAt` on, to
   * a moment that the record has never had.
   *
   * @throws {KeyOperationError} `KEY_BUSY`.
   */
  async update(
    id: string,
    guard: KeyGuard,
    change: KeyChange,
    storyOf: StoryOf,
  ): Promise<KeyRecord | null> {
    return this.#change(id, guard, () => change, storyOf);
  }

  /**
   * Removes a record if it is there and the guard holds, and answers it as it was; else answers
   * `null`. It is revoked first, and gone when its end has been told.
   *
   * @throws {KeyOperationError} `KEY_BUSY`.
   */
  async remove(id: string, guard: KeyGuard, story: ChangeStory): Promise<KeyRecord | null> {
    const { store, chain, clock, onChange, onRemove } = this.#parts;
    if (chain === null) {
      const before = await store.findById(id);
      if (before === null) return null;
      const removed = await store.delete(id, guard, this.#momentAfter(before));
      if (removed === null) return null;
      await onChange(id);
      onRemove(id);
      return removed;
    }
    const now = new Date(clock.now());
    const end = ({ revokedAt }: KeyRecord): KeyChange => ({ revokedAt: revokedAt ?? now });
    return this.#change(id, guard, end, () => story);
  }

  /** Takes a record away out of which nothing became, and that nobody was told of. */
  async discard(id: string, guard: KeyGuard = {}): Promise<void> {
    const { store, clock } = this.#parts;
    await store.delete(id, guard, new Date(clock.now()));
  }

  /** Appends what a record still has to tell, and takes it out of the record. */
  async drain(record: KeyRecord): Promise<void> {
    const { store, chain, onRemove } = this.#parts;
    const { auditPending } = record;
    if (auditPending === null || chain === null) return;
    const event = pendingFromText(auditPending);
    const { id: keyId, start, referenceId, configId } = record;
    await chain.append({ ...event, keyId, start, referenceId, configId });
    const guard = { auditPending };
    if (!removes(event.action)) await store.update(keyId, guard, { auditPending: null });
    else if ((await store.delete(keyId, guard, this.#momentAfter(record))) !== null)
      onRemove(keyId);
  }

  async #change(
    id: string,
    guard: KeyGuard,
    changeOf: (before: KeyRecord) => KeyChange,
    storyOf: StoryOf,
  ): Promise<KeyRecord | null> {
    const { store, chain, onChange } = this.#parts;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const before = await store.findById(id);
      if (before === null) return null;
      if (before.auditPending !== null && chain !== null) {
        await this.drain(before);
        continue;
      }
      if (!guardHolds(before, guard)) return null;
      const change = this.#told(before, changeOf(before), storyOf(before));
      const { updatedAt, auditPending } = before;
      const after = await store.update(id, { ...guard, updatedAt, auditPending }, change);
      if (after === null) continue;
      const settled = await this.#inTime(after);
      await onChange(id);
      await this.#drainOrReport(settled);
      return settled;
    }
    throw new KeyOperationError("KEY_BUSY");
  }

  /**
   * Others look for changes by `updatedAt`, a while back and no further: a change that was so long in
   * being written is given another, before anybody is told of it.
   */
  async #inTime(after: KeyRecord): Promise<KeyRecord> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    if (now - after.updatedAt.getTime() < LATE_WRITE) return after;
    const { id, updatedAt } = after;
    // Where another change came meanwhile, that is the one that is looked for.
    return (await store.update(id, { updatedAt }, { updatedAt: new Date(now) })) ?? after;
  }

  #told(before: KeyRecord, change: KeyChange, story: ChangeStory): KeyChange {
    const now = this.#parts.clock.now();
    const pending = this.#pending(story, new Date(now), before, changed(before, change));
    return {
      ...change,
      updatedAt: this.#momentAfter(before),
      ...(pending !== null && { auditPending: pending }),
    };
  }

  /** Now, or else a moment that the record has never had. */
  #momentAfter({ updatedAt }: KeyRecord): Date {
    return new Date(Math.max(this.#parts.clock.now(), updatedAt.getTime() + 1));
  }

  #pending(
    story: ChangeStory,
    at: Date,
    before: KeyRecord | null,
    after: Omit<KeyDraft, "auditPending">,
  ): string | null {
    if (this.#parts.chain === null) return null;
    const { action, by = BY_SYSTEM, reason = null, whole = false } = story;
    const changes: AuditChanges = changesBetween(whole ? null : before, after);
    return pendingToText({
      eventId: randomUUID(),
      at,
      action,
      ...boundedBy(by),
      changes,
      reason,
    });
  }

  /** The change has taken effect: what cannot be told now is told later. */
  async #drainOrReport(record: KeyRecord): Promise<void> {
    try {
      await this.drain(record);
    } catch (error) {
      this.#parts.background.report(error, "audit");
    }
  }
}

function removes(action: AuditAction): boolean {
  return action === "deleted" || action === "purged";
}
