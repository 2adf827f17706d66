import type { Background } from "../background/background.ts";
import type { Outcome } from "../code/outcome-codes.ts";
import type { AddressStore, SeenAddress } from "../port/address-store.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyStore, KeyUse } from "../port/key-store.ts";
import type { Timers } from "../port/timers.ts";
import type { UsageAddition, UsageStore } from "../port/usage-store.ts";
import { INSTALLATION_USAGE } from "./installation-usage.ts";
import type { AddressKeeping } from "./kept-source.ts";
import { KeyUsage } from "./key-usage.ts";
import { Kept } from "./kept.ts";
import { fromNearTime, nearTime } from "./near-time.ts";
import { PendingCounts } from "./pending-counts.ts";
import { SeenFrom } from "./seen-from.ts";
import type { UsageState } from "./usage-state.ts";

/** Milliseconds between writes of what was counted. */
export const USAGE_INTERVAL = 5_000;
/** How many keys are written in one go: the event loop is free in between. */
const BATCH = 1_000;
const MINUTE = 60_000;

export interface UsageCounterPorts {
  readonly store: Pick<KeyStore, "recordUse">;
  /** Where outcomes are counted; nowhere, by default. */
  readonly counts?: Pick<UsageStore, "addAll"> | undefined;
  /** Where it is kept from where keys are used; nowhere, by default. */
  readonly addresses?: Pick<AddressStore, "record"> | undefined;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
}

/** Where a request says, or can say, where it comes from. */
interface Requester {
  readonly address?: string | null | (() => string | null) | undefined;
  readonly client?: string | null | (() => string | null) | undefined;
}

/**
 * Counts what comes of verifications, in memory, and writes it every few seconds. A verification never
 * waits for it. What a process that dies has not written is lost: one interval at most.
 */
export class UsageCounter {
  readonly #ports: UsageCounterPorts;
  readonly #keeping: AddressKeeping;
  /** Whose counts or use have not been written. */
  #noted: KeyUsage[] = [];
  /** Of keys that are not in the cache, and of the installation. */
  #loose = new Map<string, KeyUsage>();
  /** Of the writes before. */
  readonly #pending: PendingCounts;
  readonly #uses = new Kept<KeyUse>();
  readonly #addresses = new Kept<SeenAddress>();
  #pendingSince: number | null = null;
  /** The same of what is being written. */
  #writingSince: number | null = null;
  #lastFlushAt: number | null = null;
  #failures = 0;
  #cancelTimer: (() => void) | null = null;
  #writing: Promise<void> | null = null;

  constructor(ports: UsageCounterPorts, keeping: AddressKeeping = "full") {
    this.#ports = ports;
    this.#keeping = keeping;
    this.#pending = new PendingCounts((granularity, outcomes) => {
      const what = `The counts of ${outcomes} verifications, by the ${granularity},`;
      ports.background.report(new Error(`${what} could not be written and were dropped.`), "usage");
    });
  }

  get state(): UsageState {
    return {
      lastFlushAt: this.#lastFlushAt,
      pendingSince: this.#writingSince ?? this.#pendingSince,
      pendingKeys: this.#noted.length,
      pendingCounts: this.#pending.size,
      failures: this.#failures,
      dropped: { ...this.#pending.dropped },
      droppedUses: this.#uses.dropped + this.#addresses.dropped,
    };
  }

  /** `now` in milliseconds since the epoch. */
  count(usage: KeyUsage, outcome: Outcome, now: number): void {
    const elapsed = now - usage.minute * MINUTE;
    if (elapsed >= MINUTE || elapsed < 0) this.#begin(usage, now);
    if (outcome === "valid") {
      usage.valid += 1;
      usage.usedAt = nearTime(now);
    } else {
      const refused = (usage.refused ??= {});
      refused[outcome] = (refused[outcome] ?? 0) + 1;
    }
    if (usage.isNoted) return;
    this.#pendingSince ??= now;
    this.#note(usage);
    this.#arm();
  }

  /** Counts against a key whose secret was not presented, or against the installation where none is named. */
  countUnproven(keyId: string | null, outcome: Outcome, now: number): void {
    const id = keyId ?? INSTALLATION_USAGE;
    let usage = this.#loose.get(id);
    if (usage === undefined) {
      usage = new KeyUsage(id);
      this.#loose.set(id, usage);
    }
    this.count(usage, outcome, now);
  }

  /** Notes from where a key was used that has just been counted as `valid`, where the request says so. */
  noteSource(usage: KeyUsage, { address, client }: Requester, now: number): void {
    if (address === undefined && client === undefined) return;
    usage.seenFrom ??= new SeenFrom();
    const from = this.#keeping === "off" ? null : this.#told(address);
    usage.seenFrom.note(from, this.#told(client), now, this.#keeping);
  }

  /** Writes what was counted. What the store refuses is kept for the next time. */
  async flush(): Promise<void> {
    // One at a time: of two, the one with the older moments might come last.
    while (this.#writing !== null) await this.#writing.catch(() => undefined);
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#writing = this.#write();
    try {
      await this.#writing;
    } catch (error) {
      this.#failures += 1;
      throw error;
    } finally {
      this.#writing = null;
      if (this.#hasPending()) this.#arm();
    }
  }

  /** Writes what was counted of these keys, and of all others, where there is anything of these. */
  async flushFor(keyIds: ReadonlySet<string>): Promise<void> {
    const isPending =
      this.#writing !== null ||
      this.#noted.some(({ id }) => keyIds.has(id)) ||
      this.#pending.concerns(keyIds);
    if (isPending) await this.flush();
  }

  async #write(): Promise<void> {
    const noted = this.#noted;
    this.#writingSince = this.#pendingSince;
    this.#noted = [];
    this.#pendingSince = null;
    this.#loose = new Map();
    try {
      await this.#writeNoted(noted);
    } catch (error) {
      this.#pendingSince = this.#writingSince ?? this.#pendingSince;
      throw error;
    } finally {
      this.#writingSince = null;
    }
    this.#lastFlushAt = this.#ports.clock.now();
  }

  async #writeNoted(noted: readonly KeyUsage[]): Promise<void> {
    for (let from = 0; from === 0 || from < noted.length; from += BATCH) {
      for (const usage of noted.slice(from, from + BATCH)) this.#gather(usage);
      // What one store refuses is no reason to keep from another what is its.
      const written = await Promise.allSettled([
        this.#writeUses(),
        this.#writeCounts(),
        this.#writeAddresses(),
      ]);
      const failed = written.find((each) => each.status === "rejected");
      if (failed === undefined) continue;
      for (const usage of noted.slice(from + BATCH)) this.#note(usage);
      throw failed.reason;
    }
  }

  /** Takes what a key has noted to where it is written from. */
  #gather(usage: KeyUsage): void {
    // Before the write: what is counted while it is under way is noted anew.
    usage.isNoted = false;
    this.#close(usage);
    const { id, usedAt, writtenAt, seenFrom } = usage;
    if (usedAt !== null && (writtenAt === null || usedAt > writtenAt)) {
      usage.writtenAt = usedAt;
      const lastUsed = fromNearTime(usedAt);
      const source = seenFrom?.at === lastUsed ? seenFrom.source : NOWHERE;
      this.#keepUse({ id, at: new Date(lastUsed), ...source });
    }
    if (this.#ports.addresses === undefined) return;
    for (const { firstSeen, lastSeen, ...seen } of seenFrom?.take() ?? []) {
      const moments = { firstSeenAt: new Date(firstSeen), lastSeenAt: new Date(lastSeen) };
      this.#keepAddress({ keyId: id, ...seen, ...moments });
    }
  }

  // One key may come twice: it was forgotten in between.
  #keepUse(use: KeyUse): void {
    const before = this.#uses.get(use.id);
    if (before === undefined || before.at < use.at) this.#uses.set(use.id, use);
  }

  #keepAddress(seen: SeenAddress): void {
    const name = `${seen.keyId} ${seen.address}`;
    const before = this.#addresses.get(name);
    if (before === undefined) return this.#addresses.set(name, seen);
    const later = before.lastSeenAt > seen.lastSeenAt ? before : seen;
    const earlier = before.firstSeenAt < seen.firstSeenAt ? before : seen;
    this.#addresses.set(name, { ...later, firstSeenAt: earlier.firstSeenAt });
  }

  async #writeUses(): Promise<void> {
    const taken = this.#uses.take();
    await inBatches(
      taken,
      (batch) => this.#ports.store.recordUse(batch),
      (rest) => {
        for (const use of rest) this.#keepUse(use);
      },
    );
  }

  async #writeAddresses(): Promise<void> {
    const taken = this.#addresses.take();
    await inBatches(
      taken,
      async (batch) => this.#ports.addresses?.record(batch),
      (rest) => {
        for (const seen of rest) this.#keepAddress(seen);
      },
    );
  }

  async #writeCounts(): Promise<void> {
    const left = new Set(this.#pending.take());
    const add = async (batch: readonly UsageAddition[]) =>
      this.#ports.counts?.addAll(batch, (addition) => left.delete(addition));
    await inBatches([...left], add, () => {
      this.#pending.putBack(left);
    });
  }

  #hasPending(): boolean {
    const kept = this.#pending.size + this.#uses.size + this.#addresses.size;
    return kept + this.#noted.length > 0;
  }

  #told(told: Requester["address"]): string | null {
    if (typeof told !== "function") return told ?? null;
    try {
      return told();
    } catch (error) {
      this.#ports.background.report(error, "usage");
      return null;
    }
  }

  #note(usage: KeyUsage): void {
    if (usage.isNoted) return;
    usage.isNoted = true;
    this.#noted.push(usage);
  }

  #begin(usage: KeyUsage, now: number): void {
    this.#close(usage);
    usage.minute = Math.floor(now / MINUTE);
  }

  #close(usage: KeyUsage): void {
    const counts = usage.takeCounts();
    if (counts === null || this.#ports.counts === undefined) return;
    this.#pending.count(usage.id, new Date(usage.minute * MINUTE), counts);
  }

  #arm(): void {
    this.#cancelTimer ??= this.#ports.timers.after(USAGE_INTERVAL, () => {
      this.#cancelTimer = null;
      // A write under way arms anew when it ends.
      if (this.#writing === null) this.#ports.background.run("usage", () => this.flush());
    });
  }
}

const NOWHERE = { address: null, client: null };

/** Writes all, so many at a time; `keep` is given those that were not, where a write fails. */
async function inBatches<Item>(
  items: readonly Item[],
  write: (batch: readonly Item[]) => Promise<void>,
  keep: (rest: readonly Item[]) => void,
): Promise<void> {
  for (let from = 0; from < items.length; from += BATCH) {
    try {
      await write(items.slice(from, from + BATCH));
    } catch (error) {
      keep(items.slice(from));
      throw error;
    }
  }
}
