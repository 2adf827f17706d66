import type { PoolDraw, PoolUnits, PoolWish, QuotaPool } from "../port/quota-pool.ts";
import { drawSize } from "../quota/quota-rules.ts";

/** A pool in this process's memory: for tests, and the model for every other kind. */
export class MemoryQuotaPool implements QuotaPool {
  readonly isAway = false;
  readonly #pools = new Map<string, PoolUnits>();

  async take({ id, period, by, ...wish }: PoolWish): Promise<PoolDraw> {
    const pool = this.#pools.get(id);
    if (pool === undefined || isLater(pool.period, period)) return NOTHING;
    if (isLater(period, pool.period)) {
      this.#pools.delete(id);
      return NOTHING;
    }
    const taken = drawSize(pool.amount, wish);
    const left = pool.amount - taken;
    this.#pools.set(id, { ...pool, by, amount: left });
    return { taken, left, inStore: pool.inStore };
  }

  async put(units: PoolUnits): Promise<number> {
    const pool = this.#pools.get(units.id);
    if (pool !== undefined && isLater(pool.period, units.period)) return 0;
    const known = pool === undefined || isLater(units.period, pool.period) ? 0 : pool.amount;
    this.#pools.set(units.id, { ...units, amount: known + units.amount });
    return known + units.amount;
  }

  async takeBack(id: string, by: string): Promise<Pick<PoolUnits, "amount" | "period"> | null> {
    const pool = this.#pools.get(id);
    if (pool?.by !== by) return null;
    this.#pools.delete(id);
    return pool.amount === 0 ? null : { amount: pool.amount, period: pool.period };
  }
}

const NOTHING: PoolDraw = { taken: 0, left: 0, inStore: 0 };

function isLater(period: number | null, than: number | null): boolean {
  return (period ?? 0) > (than ?? 0);
}
