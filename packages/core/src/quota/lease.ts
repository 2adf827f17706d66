import type { KeyView } from "../record/record.ts";

/** Somebody who waits for a share of a quota. */
export interface Waiter {
  readonly cost: number;
  /** The key that it is for. */
  readonly view: KeyView;
  readonly settle: (reservation: Reservation) => void;
  readonly fail: (error: unknown) => void;
}

/** Whether a request has its share of a quota. */
export type Reservation =
  | {
      readonly kind: "reserved";
      /** What is left for others, as far as this process knows; `null`: there is no quota any more. */
      readonly remaining: number | null;
      /** When the quota was filled that this is of, in milliseconds since the epoch; `null`: never since it was made. */
      readonly period: number | null;
    }
  | {
      readonly kind: "exhausted";
      /** Milliseconds from now until it is refilled; `null`: it is not. */
      readonly refillAfter: number | null;
    };

/** What this process holds of one quota: taken from the store or the pool, and not spent yet. */
export class Lease {
  /** The record whose quota it is, as far as the key that it is asked for knows. */
  readonly id: string;
  /** The record whose quota it is, as the store had it last. */
  account: string;
  left = 0;
  /** What lay in the pool when it was asked last. */
  inPool = 0;
  /** What the store had left when this process, or whoever filled the pool, asked it last. */
  inStore = 0;
  /** Whether this process has asked the pool, and may be the last one to have. */
  usedPool = false;
  /** When the quota was filled that this was taken from, in milliseconds since the epoch; `null`: never since it was made. */
  period: number | null = null;
  /** When it is filled again and nothing of this lease counts any more; `null`: it is not. */
  endsAt: number | null = null;
  /** Until when the store need not be asked, since it had nothing left. */
  emptyUntil = 0;
  usedAt = 0;
  readonly waiting: Waiter[] = [];
  isAsking = false;

  constructor(id: string) {
    this.id = id;
    this.account = id;
  }

  /** What was taken before the quota was filled again, by whomever, is worth nothing any more. */
  endBefore(period: number | null): void {
    if ((period ?? 0) <= (this.period ?? 0)) return;
    this.begin(period, null);
  }

  begin(period: number | null, endsAt: number | null): void {
    if (period !== this.period) {
      this.left = 0;
      this.inPool = 0;
      this.emptyUntil = 0;
    }
    this.period = period;
    this.endsAt = endsAt;
  }

  /** Spends at once, or tells that there is nothing to spend; `null` where others have to be asked. */
  tryReserve(cost: number, now: number): Reservation | null {
    this.usedAt = now;
    if (this.waiting.length > 0) return null;
    if (this.hasEnded(now)) return null;
    if (cost <= this.left) return this.#spend(cost);
    return now < this.emptyUntil ? this.exhausted(now) : null;
  }

  hasEnded(now: number): boolean {
    return this.endsAt !== null && now >= this.endsAt;
  }

  /** How much those who wait want together, beyond what is there. */
  get lacking(): number {
    return this.waiting.reduce((sum, { cost }) => sum + cost, 0) - this.left;
  }

  settleAll(reservation: Reservation): void {
    for (const { settle } of this.waiting.splice(0)) settle(reservation);
  }

  /** Serves those who wait, in order, from what is there. */
  serve(now: number): void {
    for (const { cost, settle } of this.waiting.splice(0)) {
      settle(cost <= this.left ? this.#spend(cost) : this.exhausted(now));
    }
  }

  exhausted(now: number): Reservation {
    const refillAfter = this.endsAt === null ? null : Math.max(0, this.endsAt - now);
    return { kind: "exhausted", refillAfter };
  }

  #spend(cost: number): Reservation {
    this.left -= cost;
    const remaining = this.left + this.inPool + this.inStore;
    return { kind: "reserved", remaining, period: this.period };
  }
}
