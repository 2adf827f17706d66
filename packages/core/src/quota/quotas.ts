import type { Background } from "../background/background.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { Timers } from "../port/timers.ts";
import type { KeyRecord, KeyView } from "../record/record.ts";
import { inTime } from "../verify/deadline.ts";
import { Lease, type Reservation } from "./lease.ts";
import { leaseSize, refillDueAt } from "./quota-rules.ts";

/** Milliseconds for which an exhausted quota is believed to be, so that trying costs no look-up each time. */
export const EXHAUSTED_MEMORY = 1_000;
/** Milliseconds after which what was not used of a lease goes back. */
export const LEASE_IDLE = 30_000;
/** How often a quota may change under the hands of whoever takes from it. */
const MAX_ATTEMPTS = 20;
/** How many keys may stand in for each other, one rotated into the next within the overlap. */
const MAX_SUCCESSORS = 16;

export interface QuotaPorts {
  readonly store: Pick<KeyStore, "findById" | "spendQuota" | "update">;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
}

/**
 * Spends quotas, never more than there is, whatever other processes spend. What is spent was taken from the
 * store before, in leases: a sixteenth of what is left at a time, so that near the end each request is
 * asked for by itself. What is not used goes back after half a minute, and at `close`; what a process holds that
 * dies is lost to the key.
 */
export class Quotas {
  readonly #ports: QuotaPorts;
  readonly #leases = new Map<string, Lease>();
  #cancelTimer: (() => void) | null = null;

  constructor(ports: QuotaPorts) {
    this.#ports = ports;
  }

  /**
   * Takes `cost` from the quota of the key. At once where this process holds enough. Rejects where the
   * store cannot be reached.
   */
  reserve(view: KeyView, cost: number, now: number): Reservation | Promise<Reservation> {
    const lease = this.#leaseOf(view.replacedById ?? view.id);
    if (view.replacedById === null) lease.endBefore(view.quota.lastRefillAt?.getTime() ?? null);
    const known = lease.tryReserve(cost, now);
    if (known !== null) return known;
    return new Promise((settle, fail) => {
      lease.waiting.push({ cost, settle, fail });
      if (!lease.isAsking) void this.#ask(lease);
    });
  }

  /** Gives back what was reserved for a request that was then refused. */
  release(view: KeyView, cost: number): void {
    const lease = this.#leases.get(view.replacedById ?? view.id);
    if (lease !== undefined) lease.left += cost;
  }

  /** What this process holds of the key's quota. */
  held(id: string): number {
    return this.#leases.get(id)?.left ?? 0;
  }

  /** Gives back everything that is not used. */
  async close(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    await this.#giveBack(Number.POSITIVE_INFINITY);
  }

  #leaseOf(id: string): Lease {
    const known = this.#leases.get(id);
    if (known !== undefined) return known;
    const lease = new Lease(id);
    this.#leases.set(id, lease);
    this.#arm();
    return lease;
  }

  async #ask(lease: Lease): Promise<void> {
    lease.isAsking = true;
    try {
      while (lease.waiting.length > 0) {
        await this.#fill(lease);
        lease.serve(this.#ports.clock.now());
      }
    } catch (error) {
      for (const { fail } of lease.waiting.splice(0)) fail(error);
    } finally {
      lease.isAsking = false;
    }
  }

  /** Takes for those who wait what is to be had. */
  async #fill(lease: Lease): Promise<void> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const record = await this.#account(lease.id);
      if (record === null || record.quota.remaining === null) {
        lease.settleAll(record === null ? GONE : WITHOUT_QUOTA);
        return;
      }
      if (await this.#takeFrom(record, record.quota.remaining, lease)) return;
    }
    throw new Error("The quota is another each time it is read.");
  }

  /** Whether that came to anything: what was taken, or that there is nothing. */
  async #takeFrom(record: KeyRecord, remaining: number, lease: Lease): Promise<boolean> {
    const { store, clock, timers } = this.#ports;
    const { lastRefillAt } = record.quota;
    const now = clock.now();
    const due = refillDueAt(record);
    if (due !== null && due <= now) {
      await this.#refill(record, now);
      return false;
    }
    const period = lastRefillAt?.getTime() ?? null;
    lease.begin(period, due);
    const wanted = lease.wanted - lease.left;
    if (wanted <= 0) return true;
    const amount = leaseSize(remaining, wanted);
    if (amount === 0) {
      lease.inStore = 0;
      lease.emptyUntil = now + EXHAUSTED_MEMORY;
      return true;
    }
    const spending = { amount, lastRefillAt };
    const spent = await inTime(() => store.spendQuota(record.id, spending), timers);
    if (spent === null || lease.period !== period) return false;
    lease.left += amount;
    lease.inStore = spent.quota.remaining ?? 0;
    return true;
  }

  /** Never takes away what is left of more than a refill. Of several processes one fills it. */
  async #refill({ id, quota }: KeyRecord, now: number): Promise<void> {
    const { store, timers } = this.#ports;
    const { remaining, lastRefillAt, refillAmount } = quota;
    const filled = {
      ...quota,
      remaining: Math.max(remaining ?? 0, refillAmount ?? 0),
      lastRefillAt: new Date(now),
    };
    const guard = { remaining, lastRefillAt };
    await inTime(() => store.update(id, guard, { quota: filled }), timers);
  }

  /** Whose quota it is: a key that was rotated spends its successor's. */
  async #account(id: string): Promise<KeyRecord | null> {
    const { store, timers } = this.#ports;
    let record = await inTime(() => store.findById(id), timers);
    for (let hops = 0; hops < MAX_SUCCESSORS; hops += 1) {
      const { replacedById = null } = record ?? {};
      if (replacedById === null) return record;
      record = await inTime(() => store.findById(replacedById), timers);
    }
    throw new Error("Keys replace each other in a circle.");
  }

  async #giveBack(idleSince: number): Promise<void> {
    for (const lease of this.#leases.values()) {
      if (lease.usedAt > idleSince || lease.isAsking) continue;
      this.#leases.delete(lease.id);
      const { left, period } = lease;
      lease.left = 0;
      if (left > 0) await this.#return(lease.id, left, period);
    }
  }

  async #return(id: string, amount: number, period: number | null): Promise<void> {
    const { store, clock } = this.#ports;
    const record = await this.#account(id);
    const due = record === null ? null : refillDueAt(record);
    // What is left of a period that is over is worth nothing.
    if (record === null || (due !== null && due <= clock.now())) return;
    const lastRefillAt = period === null ? null : new Date(period);
    await store.spendQuota(record.id, { amount: -amount, lastRefillAt });
  }

  #arm(): void {
    const { timers, background, clock } = this.#ports;
    this.#cancelTimer ??= timers.after(LEASE_IDLE, () => {
      this.#cancelTimer = null;
      background.run("quota", async () => {
        try {
          await this.#giveBack(clock.now() - LEASE_IDLE);
        } finally {
          if (this.#leases.size > 0) this.#arm();
        }
      });
    });
  }
}

const GONE: Reservation = { kind: "exhausted", refillAfter: null };
const WITHOUT_QUOTA: Reservation = { kind: "reserved", remaining: null };
