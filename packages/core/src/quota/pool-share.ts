import type { Background } from "../background/background.ts";
import type { PoolUnits, QuotaPool } from "../port/quota-pool.ts";
import type { Timers } from "../port/timers.ts";
import { inTime } from "../verify/deadline.ts";
import type { Lease } from "./lease.ts";
import { MAX_HAND, SHARE, drawSize } from "./quota-rules.ts";

export interface PoolSharePorts {
  readonly background: Background;
  readonly timers: Timers;
}

/**
 * One process's part in a pool that several share. Never rejects: a pool that is away is one with nothing in it, and
 * what it was being told of when it went is lost to the key.
 */
export class PoolShare {
  readonly #pool: QuotaPool;
  readonly #by: string;
  readonly #ports: PoolSharePorts;

  /** @param by what this process is called: like no other that shares the pool. */
  constructor(pool: QuotaPool, by: string, ports: PoolSharePorts) {
    this.#pool = pool;
    this.#by = by;
    this.#ports = ports;
  }

  get isAway(): boolean {
    return this.#pool.isAway;
  }

  /** Takes what those who wait for the lease lack, as far as it is there. */
  async draw(lease: Lease): Promise<void> {
    // While it was asked for some, more may have come.
    while (lease.lacking > 0 && (await this.#drawOnce(lease)));
  }

  /** Puts into the pool what of `amount` those who wait for the lease do not lack; the rest goes into the lease. */
  async divide(lease: Lease, amount: number, inStore: number): Promise<void> {
    const { period } = lease;
    const wish = { wanted: lease.lacking, share: SHARE, most: MAX_HAND };
    const hand = drawSize(amount, wish);
    lease.left += hand;
    lease.inStore = inStore;
    if (hand === amount) return;
    const spare = { id: lease.account, period, amount: amount - hand, inStore };
    const lies = await this.put(spare);
    if (lease.period !== period) return;
    if (lies === "not put") lease.left += spare.amount;
    else lease.inPool = lies;
    lease.usedPool = true;
  }

  /** What lies there then. */
  async put(units: Omit<PoolUnits, "by">): Promise<number | "not put"> {
    if (this.isAway) return "not put";
    try {
      const put = () => this.#pool.put({ ...units, by: this.#by });
      return (await inTime(put, this.#ports.timers)) ?? "not put";
    } catch (error) {
      this.#ports.background.report(error, "quota");
      return 0;
    }
  }

  /** What this process was the last one to use. */
  async takeBack(id: string): Promise<Pick<PoolUnits, "amount" | "period"> | null> {
    return this.#ask(() => this.#pool.takeBack(id, this.#by));
  }

  /** Whether there is more to be had. */
  async #drawOnce(lease: Lease): Promise<boolean> {
    const { account: id, period, lacking: wanted } = lease;
    const wish = { id, period, by: this.#by, wanted, share: SHARE, most: MAX_HAND };
    const draw = await this.#ask(() => this.#pool.take(wish));
    if (draw === null) return false;
    lease.usedPool = true;
    // Filled again meanwhile: what was drawn is worth nothing.
    if (lease.period !== period) return false;
    lease.left += draw.taken;
    lease.inPool = draw.left;
    if (draw.taken > 0) lease.inStore = draw.inStore;
    return draw.left > 0;
  }

  async #ask<T>(request: () => Promise<T>): Promise<T | null> {
    if (this.isAway) return null;
    try {
      return await inTime(request, this.#ports.timers);
    } catch (error) {
      this.#ports.background.report(error, "quota");
      return null;
    }
  }
}
