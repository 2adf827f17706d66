import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MemoryQuotaPool } from "../memory/memory-quota-pool.ts";
import type { PoolUnits, PoolWish, QuotaPool } from "../port/quota-pool.ts";
import { type SkippedTest, Skips } from "./skips.ts";

export interface OpenedQuotaPool {
  readonly pool: QuotaPool;
  dispose(): Promise<void>;
}

export interface QuotaPoolSuite {
  /** Of the pool and what it runs on, for the report. */
  readonly name: string;
  /** Opens a pool. Quotas are never the same in two tests. */
  readonly create: () => Promise<OpenedQuotaPool>;
  /** How many runs of the property; 200 by default. */
  readonly runs?: number;
  /** What the pool cannot do, test by test, and why. A name that no test has fails. */
  readonly skip?: readonly SkippedTest[];
}

/** In milliseconds. Far more than needed: some pools are servers on a busy machine. */
const TIMEOUT = 120_000;
const [EARLY, LATE] = [1_700_000_000_000, 1_700_000_000_001];
const EMPTY = { taken: 0, left: 0 };

const units = (more: Partial<PoolUnits> & { readonly id: string }): PoolUnits => ({
  period: null,
  by: "one",
  amount: 100,
  inStore: 700,
  ...more,
});

const wish = (more: Partial<PoolWish> & { readonly id: string }): PoolWish => ({
  period: null,
  by: "one",
  wanted: 1,
  share: 16,
  most: 50,
  ...more,
});

const periods = fc.constantFrom(null, EARLY, LATE);
const processes = fc.constantFrom("one", "other");
const steps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("put" as const),
      period: periods,
      by: processes,
      amount: fc.nat({ max: 2 ** 31 - 1 }),
    }),
    fc.record({
      kind: fc.constant("take" as const),
      period: periods,
      by: processes,
      wanted: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 2 ** 31 - 1 })),
    }),
    fc.record({ kind: fc.constant("take back" as const), by: processes }),
  ),
  { maxLength: 30 },
);

/** What every quota pool must do, as tests for vitest: the promises of the port. */
export function describeQuotaPool({ name, create, runs = 200, skip = [] }: QuotaPoolSuite): void {
  describe(`quota pool: ${name}`, () => {
    let opened: OpenedQuotaPool | undefined;
    beforeAll(async () => {
      opened = await create();
    }, TIMEOUT);
    afterAll(async () => {
      await opened?.dispose();
    }, TIMEOUT);

    const skips = new Skips(skip);
    const check = (test: string, run: (pool: QuotaPool, id: string) => Promise<void>) => {
      const reason = skips.reasonFor(test);
      const title = reason === null ? test : `${test} (skipped: ${reason})`;
      it.skipIf(reason !== null)(
        title,
        async () => {
          if (opened === undefined) throw new Error("The pool is opened before its tests run.");
          await run(opened.pool, randomUUID());
        },
        TIMEOUT,
      );
    };

    check(
      "what was put there is taken as it is wanted, and no more than there is",
      async (pool, id) => {
        expect(await pool.take(wish({ id }))).toMatchObject(EMPTY);
        expect(await pool.put(units({ id, amount: 10 }))).toBe(10);
        expect(await pool.put(units({ id, amount: 5, inStore: 600 }))).toBe(15);
        expect(await pool.take(wish({ id, wanted: 12 }))).toEqual({
          taken: 12,
          left: 3,
          inStore: 600,
        });
        expect(await pool.take(wish({ id, wanted: 12 }))).toEqual({
          taken: 3,
          left: 0,
          inStore: 600,
        });
        expect(await pool.take(wish({ id }))).toMatchObject(EMPTY);
      },
    );

    check("of many some are taken ahead, of few one by one", async (pool, id) => {
      await pool.put(units({ id, amount: 1_000 }));
      expect(await pool.take(wish({ id }))).toMatchObject({ taken: 50, left: 950 });
      expect(await pool.take(wish({ id, most: 100 }))).toMatchObject({ taken: 59, left: 891 });
      expect(await pool.take(wish({ id, wanted: 876 }))).toMatchObject({ taken: 876, left: 15 });
      expect(await pool.take(wish({ id }))).toMatchObject({ taken: 1, left: 14 });
    });

    check(
      "what is left of an earlier filling is worth nothing in a later one",
      async (pool, id) => {
        await pool.put(units({ id }));
        expect(await pool.take(wish({ id, period: EARLY }))).toMatchObject(EMPTY);
        expect(await pool.take(wish({ id }))).toMatchObject(EMPTY);
        await pool.put(units({ id, period: EARLY, amount: 7 }));
        expect(await pool.put(units({ id, period: LATE, amount: 5 }))).toBe(5);
        expect(await pool.take(wish({ id, period: LATE, wanted: 9 }))).toMatchObject({ taken: 5 });
      },
    );

    check("whoever is behind neither takes of a later filling nor adds to it", async (pool, id) => {
      await pool.put(units({ id, period: LATE, amount: 5 }));
      expect(await pool.take(wish({ id, period: EARLY }))).toMatchObject({ taken: 0 });
      expect(await pool.take(wish({ id }))).toMatchObject({ taken: 0 });
      expect(await pool.put(units({ id, period: EARLY }))).toBe(0);
      expect(await pool.take(wish({ id, period: LATE, wanted: 9 }))).toMatchObject({ taken: 5 });
    });

    check("only who used it last takes back what lies there, and once", async (pool, id) => {
      await pool.put(units({ id, period: EARLY, amount: 5 }));
      await pool.take(wish({ id, period: EARLY, by: "other", wanted: 2 }));
      expect(await pool.takeBack(id, "one")).toBeNull();
      expect(await pool.takeBack(id, "other")).toEqual({ amount: 3, period: EARLY });
      expect(await pool.takeBack(id, "other")).toBeNull();
      expect(await pool.take(wish({ id, period: EARLY }))).toMatchObject(EMPTY);
    });

    check("of 20 who take at once from 10, each unit goes to one", async (pool, id) => {
      await pool.put(units({ id, amount: 10 }));
      const draws = await Promise.all(Array.from({ length: 20 }, () => pool.take(wish({ id }))));
      expect(draws.filter(({ taken }) => taken === 1)).toHaveLength(10);
    });

    check("whatever is done, it holds what the model holds", async (pool) => {
      await fc.assert(
        fc.asyncProperty(steps, async (schedule) => {
          const id = randomUUID();
          const model = new MemoryQuotaPool();
          let inStore = 1_000;
          for (const step of schedule) {
            inStore += 1;
            if (step.kind === "take back") {
              expect(await pool.takeBack(id, step.by)).toEqual(await model.takeBack(id, step.by));
            } else if (step.kind === "put") {
              const { period, by, amount } = step;
              const put = { id, period, by, amount, inStore };
              expect(await pool.put(put)).toBe(await model.put(put));
            } else {
              const { period, by, wanted } = step;
              const taking = wish({ id, period, by, wanted });
              expect(await pool.take(taking)).toEqual(await model.take(taking));
            }
          }
        }),
        { numRuns: runs },
      );
    });

    it("every test that is skipped by name is there", () => {
      expect(skips.unmatched()).toEqual([]);
    });
  });
}
