import type { Background } from "../background/background.ts";
import type { QuotaPool } from "../port/quota-pool.ts";
import type { RandomSource } from "../port/random.ts";
import type { KeyRecord, KeyView } from "../record/record.ts";
import { Lease, type Reservation } from "./lease.ts";
import { PoolShare } from "./pool-share.ts";
import { QuotaAccounts, type QuotaAccountPorts } from "./quota-account.ts";
import { leaseSize, pooledLeaseSize, refillDueAt } from "./quota-rules.ts";

/** Milliseconds for which an exhausted quota is believed to be, so that trying costs no look-up each time. */
export const EXHAUSTED_MEMORY = 1_000;
/** Milliseconds after which what was not used of a lease goes back. */
export const LEASE_IDLE = 30_000;
/** How often a quota may change under the hands of whoever takes from it. */
const MAX_ATTEMPTS = 20;

export interface QuotaPorts extends QuotaAccountPorts {
  readonly background: Background;
  /** What processes share of what was taken; by default each has its own only. */
  readonly pool?: { readonly shared: QuotaPool; readonly random: RandomSource } | undefined;
}

/**
 * Spends quotas, never more than there is, whatever other processes spend. What is spent was taken from the
 * store before, in leases: a sixteenth of what is left at a time, so that near the end each request is
 * asked for by itself. What is not used goes back after half a minute, and at `close`; what a process holds that
 * dies is lost to the key.
 *
 * With a pool a lease is an eighth of what is left and lies in the pool; a process holds what it needs now and
 * little more. What lies there goes back half a minute after it was last used. While the pool is away, leases are
 * as without one, and what lies there waits.
 */
export class Quotas {
  readonly #ports: QuotaPorts;
  readonly #accounts: QuotaAccounts;
  readonly #pool: PoolShare | null;
  readonly #leases = new Map<string, Lease>();
  readonly #asking = new Set<Promise<void>>();
  #cancelTimer: (() => void) | null = null;

  constructor(ports: QuotaPorts) {
    const { pool, background, timers } = ports;
    this.#ports = ports;
    this.#accounts = new QuotaAccounts(ports);
    this.#pool =
      pool === undefined
        ? null
        : new PoolShare(pool.shared, nameOfProcess(pool.random), { background, timers });
  }

  /**
   * Takes `cost` from the quota of the key. At once where this process holds enough. Rejects where the
   * store cannot be reached.
   */
  reserve(view: KeyView, cost: number, now: number): Reservation | Promise<Reservation> {
    const lease = this.#leaseOf(view.replacedById ?? view.id);
    if (view.replacedById === null) lease.endBefore(periodOf(view));
    const known = lease.tryReserve(cost, now);
    if (known !== null) return known;
    return new Promise((settle, fail) => {
      lease.waiting.push({ cost, view, settle, fail });
      if (!lease.isAsking) this.#startAsking(lease);
    });
  }

  /** Gives back what was reserved for a request that was then refused. */
  release(view: KeyView, cost: number, reservation: Reservation): void {
    if (reservation.kind !== "reserved" || reservation.remaining === null) return;
    const { period } = reservation;
    const id = view.replacedById ?? view.id;
    const known = this.#leases.get(id);
    const lease = known ?? this.#leaseOf(id);
    if (known === undefined) lease.begin(period, null);
    // Of an earlier filling it is worth nothing any more.
    if (lease.period === period) lease.left += cost;
  }

  /**
   * What of the key's quota is not in the store, as far as this process knows: what it holds, and what lay in
   * the pool when it last asked there.
   */
  held(id: string): number {
    const lease = this.#leases.get(id);
    return lease === undefined ? 0 : lease.left + lease.inPool;
  }

  /** Gives back everything that is not used. */
  async close(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    while (this.#asking.size > 0) await Promise.all(this.#asking);
    for (const lease of this.#leases.values()) {
      await this.#patiently(() => this.#close(lease));
    }
    // What was used again meanwhile.
    if (this.#leases.size > 0) this.#arm();
  }

  #leaseOf(id: string): Lease {
    const known = this.#leases.get(id);
    if (known !== undefined) return known;
    const lease = new Lease(id);
    this.#leases.set(id, lease);
    this.#arm();
    return lease;
  }

  #startAsking(lease: Lease): void {
    const asking = this.#ask(lease).finally(() => this.#asking.delete(asking));
    this.#asking.add(asking);
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
    const hasDrawn = this.#pool !== null && this.#knowsPeriod(lease);
    if (hasDrawn) {
      await this.#pool?.draw(lease);
      if (lease.lacking <= 0) return;
    }
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const record = await this.#accounts.find(lease.id);
      if (record === null || record.quota.remaining === null) {
        lease.settleAll(record === null ? GONE : WITHOUT_QUOTA);
        return;
      }
      if (await this.#takeFrom(record, record.quota.remaining, lease, hasDrawn)) return;
    }
    throw new Error("The quota is another each time it is read.");
  }

  /**
   * Whether it is known without asking the store which filling is spent now: by whoever waits with a key of this
   * quota's own, which was confirmed within the second. Of a key that was rotated its successor has to be read.
   */
  #knowsPeriod(lease: Lease): boolean {
    const own = lease.waiting.findLast(({ view }) => view.replacedById === null)?.view;
    if (own === undefined) return false;
    const period = periodOf(own);
    if (lease.account === own.id && period === lease.period) lease.endsAt ??= refillDueAt(own);
    return lease.account === own.id && !lease.hasEnded(this.#ports.clock.now());
  }

  /** Whether that came to anything: what was taken, or that there is nothing. */
  async #takeFrom(
    record: KeyRecord,
    remaining: number,
    lease: Lease,
    hasDrawn: boolean,
  ): Promise<boolean> {
    const now = this.#ports.clock.now();
    const due = refillDueAt(record);
    if (due !== null && due <= now) {
      await this.#accounts.refill(record, now);
      return false;
    }
    const period = periodOf(record);
    const isAsDrawn = hasDrawn && lease.period === period && lease.account === record.id;
    lease.begin(period, due);
    lease.account = record.id;
    // What the pool has of this filling comes first; and last, since others may just have put the rest there.
    if (!isAsDrawn || remaining === 0) await this.#pool?.draw(lease);
    if (lease.period !== period) return false;
    return lease.lacking <= 0 || this.#spend(record, remaining, lease);
  }

  async #spend(record: KeyRecord, remaining: number, lease: Lease): Promise<boolean> {
    const { period } = lease;
    const pool = this.#pool === null || this.#pool.isAway ? null : this.#pool;
    const amount = (pool === null ? leaseSize : pooledLeaseSize)(remaining, lease.lacking);
    if (amount === 0) {
      lease.inStore = 0;
      lease.emptyUntil = this.#ports.clock.now() + EXHAUSTED_MEMORY;
      return true;
    }
    const inStore = await this.#accounts.spend(record, amount);
    if (inStore === null || lease.period !== period) return false;
    if (pool === null) {
      lease.left += amount;
      lease.inStore = inStore;
    } else await pool.divide(lease, amount, inStore);
    return true;
  }

  async #giveBackIdle(since: number): Promise<void> {
    for (const lease of this.#leases.values()) {
      if (!lease.isAsking && lease.usedAt <= since) {
        await this.#patiently(() => this.#giveBack(lease, since));
      }
    }
  }

  /** Where the store is away everything stays as it is. */
  async #giveBack(lease: Lease, idleSince: number): Promise<void> {
    const record = await this.#accounts.find(lease.id);
    // Reading took time, in which it may have been used.
    if (lease.isAsking || lease.usedAt > idleSince) return;
    if (this.#leases.get(lease.id) !== lease) return;
    // What lies in a pool that is away is looked for later, where there is a later.
    const isLater = Number.isFinite(idleSince) && lease.usedPool && this.#pool?.isAway === true;
    if (!isLater) this.#leases.delete(lease.id);
    const { left, period } = lease;
    lease.left = 0;
    lease.inPool = 0;
    const pooled = lease.usedPool ? await this.#takeBack(lease) : [];
    const all = [...pooled, ...(left > 0 ? [{ amount: left, period }] : [])];
    if (record !== null) await this.#return(record, all);
  }

  async #takeBack({ id, account }: Lease): Promise<Taken[]> {
    const taken: Taken[] = [];
    for (const from of new Set([id, account])) {
      const units = await this.#pool?.takeBack(from);
      if (units !== null && units !== undefined) taken.push(units);
    }
    return taken;
  }

  async #return(record: KeyRecord, units: readonly Taken[]): Promise<void> {
    const amounts = new Map<number | null, number>();
    for (const { amount, period } of units) {
      amounts.set(period, (amounts.get(period) ?? 0) + amount);
    }
    for (const [period, amount] of amounts) await this.#accounts.return(record, amount, period);
  }

  /** As for an idle lease; where the store is away, what is held goes to the others. */
  async #close(lease: Lease): Promise<void> {
    try {
      await this.#giveBack(lease, Number.POSITIVE_INFINITY);
    } catch (error) {
      const { account: id, period, left: amount, inStore } = lease;
      lease.left = 0;
      if (amount > 0) await this.#pool?.put({ id, period, amount, inStore });
      throw error;
    }
  }

  /** What fails for one key keeps no other from being given back. */
  async #patiently(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#ports.background.report(error, "quota");
    }
  }

  #arm(): void {
    const { timers, background, clock } = this.#ports;
    this.#cancelTimer ??= timers.after(LEASE_IDLE, () => {
      this.#cancelTimer = null;
      background.run("quota", async () => {
        await this.#giveBackIdle(clock.now() - LEASE_IDLE);
        if (this.#leases.size > 0) this.#arm();
      });
    });
  }
}

interface Taken {
  readonly amount: number;
  readonly period: number | null;
}

const GONE: Reservation = { kind: "exhausted", refillAfter: null };
const WITHOUT_QUOTA: Reservation = { kind: "reserved", remaining: null, period: null };

function periodOf({ quota }: KeyView): number | null {
  return quota.lastRefillAt?.getTime() ?? null;
}

/** Like no other's that shares the pool. */
function nameOfProcess(random: RandomSource): string {
  return Buffer.from(random.bytes(9)).toString("base64url");
}
