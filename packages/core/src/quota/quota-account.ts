import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { Timers } from "../port/timers.ts";
import type { KeyRecord } from "../record/record.ts";
import { inTime } from "../verify/deadline.ts";
import { refillDueAt } from "./quota-rules.ts";

/** How many keys may stand in for each other, one rotated into the next within the overlap. */
const MAX_SUCCESSORS = 16;

export interface QuotaAccountPorts {
  readonly store: Pick<KeyStore, "findById" | "spendQuota" | "update">;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** Quotas as they lie in the store. What takes too long rejects, and counts as taken from the quota all the same. */
export class QuotaAccounts {
  readonly #ports: QuotaAccountPorts;

  constructor(ports: QuotaAccountPorts) {
    this.#ports = ports;
  }

  /** Whose quota it is: a key that was rotated spends its successor's. */
  async find(id: string): Promise<KeyRecord | null> {
    const { store, timers } = this.#ports;
    let record = await inTime(() => store.findById(id), timers);
    for (let hops = 0; hops < MAX_SUCCESSORS; hops += 1) {
      const { replacedById = null } = record ?? {};
      if (replacedById === null) return record;
      record = await inTime(() => store.findById(replacedById), timers);
    }
    throw new Error("Keys replace each other in a circle.");
  }

  /** Answers what is left then; `null` where the quota is another by now. */
  async spend({ id, quota }: KeyRecord, amount: number): Promise<number | null> {
    const { store, timers } = this.#ports;
    const spending = { amount, lastRefillAt: quota.lastRefillAt };
    const spent = await inTime(() => store.spendQuota(id, spending), timers);
    return spent === null ? null : (spent.quota.remaining ?? 0);
  }

  /** Gives back what was taken in the filling `period`. What is left of one that is over is worth nothing. */
  async return(record: KeyRecord, amount: number, period: number | null): Promise<void> {
    const { store, clock } = this.#ports;
    const due = refillDueAt(record);
    if (due !== null && due <= clock.now()) return;
    const lastRefillAt = period === null ? null : new Date(period);
    await store.spendQuota(record.id, { amount: -amount, lastRefillAt });
  }

  /** Never takes away what is left of more than a refill. Of several processes one fills it. */
  async refill({ id, quota }: KeyRecord, now: number): Promise<void> {
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
}
