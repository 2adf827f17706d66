import type { Background } from "../background/background.ts";
import type { Outcome } from "../code/outcome-codes.ts";
import type { UsageReading } from "../metrics/engine-metrics.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { Timers } from "../port/timers.ts";
import type { UsageStore } from "../port/usage-store.ts";
import type { UsageBucket } from "./bucket.ts";
import type { UsageCounts } from "./counts.ts";
import type { KeyUsage } from "./key-usage.ts";

/** Milliseconds between writes of what was counted. */
export const USAGE_INTERVAL = 5_000;
/** How many counts are kept at most that could not be written. */
export const MAX_KEPT_COUNTS = 100_000;
/** How many keys are written in one go: the event loop is free in between. */
const BATCH = 1_000;
const MINUTE = 60_000;

/** What came of the verifications of one key in one minute. */
interface MinuteCounts {
  readonly bucket: UsageBucket;
  readonly counts: UsageCounts;
}

export interface UsageCounterPorts {
  readonly store: Pick<KeyStore, "recordUse">;
  /** Where outcomes are counted, by the minute; nowhere, by default. */
  readonly counts?: Pick<UsageStore, "add"> | undefined;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
}

/**
 * Counts what comes of verifications, in memory, and writes it every few seconds. A verification never
 * waits for it. What a process that dies has not written is lost: one interval at most.
 */
export class UsageCounter {
  readonly #ports: UsageCounterPorts;
  /** Whose counts or use have not been written. */
  #noted: KeyUsage[] = [];
  /** Of minutes that are over, or that are to be written. */
  #closed: MinuteCounts[] = [];
  #cancelTimer: (() => void) | null = null;
  #writing: Promise<void> | null = null;
  /** Since when something waits to be written: milliseconds since the epoch. */
  #pendingSince: number | null = null;
  /** The same of what is being written. */
  #writingSince: number | null = null;
  #lastFlush: number | null = null;
  #dropped = 0;

  constructor(ports: UsageCounterPorts) {
    this.#ports = ports;
  }

  get metrics(): UsageReading {
    const since = this.#writingSince ?? this.#pendingSince;
    return {
      pending: this.#noted.length + this.#closed.length,
      dropped: this.#dropped,
      lag: since === null ? 0 : Math.max(0, this.#ports.clock.now() - since),
      lastFlush: this.#lastFlush,
    };
  }

  /** `now` in milliseconds since the epoch. */
  count(usage: KeyUsage, outcome: Outcome, now: number): void {
    if (now >= usage.minute + MINUTE || now < usage.minute) this.#begin(usage, now);
    if (outcome === "valid") {
      usage.valid += 1;
      usage.lastUsed = now;
    } else {
      const refused = (usage.refused ??= {});
      refused[outcome] = (refused[outcome] ?? 0) + 1;
    }
    if (usage.isNoted) return;
    this.#note(usage);
    this.#pendingSince ??= now;
    this.#arm();
  }

  /** Writes what was counted. What the store refuses is kept for the next time. */
  async flush(): Promise<void> {
    // One at a time: of two, the one with the older moments might come last.
    while (this.#writing !== null) await this.#writing.catch(() => undefined);
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#writingSince = this.#pendingSince;
    this.#pendingSince = null;
    this.#writing = this.#write();
    try {
      await this.#writing;
      this.#lastFlush = this.#ports.clock.now();
    } catch (error) {
      this.#pendingSince = this.#writingSince ?? this.#pendingSince;
      throw error;
    } finally {
      this.#writingSince = null;
      this.#writing = null;
      if (this.#noted.length > 0 || this.#closed.length > 0) this.#arm();
    }
  }

  async #write(): Promise<void> {
    const noted = this.#noted;
    this.#noted = [];
    for (let from = 0; from < noted.length; from += BATCH) {
      try {
        await this.#writeUses(noted.slice(from, from + BATCH));
      } catch (error) {
        for (const usage of noted.slice(from)) this.#note(usage);
        throw error;
      }
      await this.#writeCounts();
    }
    await this.#writeCounts();
  }

  async #writeUses(batch: readonly KeyUsage[]): Promise<void> {
    // One key may be here twice: it was forgotten in between.
    const uses = new Map<string, number>();
    for (const usage of batch) {
      // Before the write: what is counted while it is under way is noted anew.
      usage.isNoted = false;
      this.#close(usage);
      const { id, lastUsed } = usage;
      if (lastUsed > (uses.get(id) ?? 0)) uses.set(id, lastUsed);
    }
    if (uses.size === 0) return;
    await this.#ports.store.recordUse([...uses].map(([id, at]) => ({ id, at: new Date(at) })));
  }

  async #writeCounts(): Promise<void> {
    const closed = this.#closed;
    this.#closed = [];
    let written = 0;
    try {
      for (const { bucket, counts } of closed) {
        await this.#ports.counts?.add(bucket, counts);
        written += 1;
      }
    } finally {
      if (written < closed.length) this.#closed = [...closed.slice(written), ...this.#closed];
    }
  }

  #note(usage: KeyUsage): void {
    if (usage.isNoted) return;
    usage.isNoted = true;
    this.#noted.push(usage);
  }

  #begin(usage: KeyUsage, now: number): void {
    this.#close(usage);
    usage.minute = now - (now % MINUTE);
  }

  #close(usage: KeyUsage): void {
    const counts = usage.takeCounts();
    if (counts === null || this.#ports.counts === undefined) return;
    const { id: keyId, minute } = usage;
    const bucket = { keyId, granularity: "minute", start: new Date(minute) } as const;
    this.#closed.push({ bucket, counts });
    if (this.#closed.length <= MAX_KEPT_COUNTS) return;
    this.#dropped += this.#closed.splice(0, MAX_KEPT_COUNTS / 10).length;
    const lost = new Error(
      `${MAX_KEPT_COUNTS / 10} counts that could not be written were dropped.`,
    );
    this.#ports.background.report(lost, "usage");
  }

  #arm(): void {
    this.#cancelTimer ??= this.#ports.timers.after(USAGE_INTERVAL, () => {
      this.#cancelTimer = null;
      // A write under way arms anew when it ends.
      if (this.#writing === null) this.#ports.background.run("usage", () => this.flush());
    });
  }
}
