import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomUUID } from "node:crypto";
import type { LimitRule } from "../limit/limit-rule.ts";
import type { RateLimiter } from "../port/rate-limiter.ts";
import { type ManualClock, manualClock } from "./manual-clock.ts";
import { type SkippedTest, Skips } from "./skips.ts";

export interface OpenedRateLimiter {
  readonly limiter: RateLimiter;
  dispose(): Promise<void>;
}

export interface RateLimiterSuite {
  /** Of the limiter and what it runs on, for the report. */
  readonly name: string;
  /** Opens a limiter that takes the time from this clock. Keys are never the same in two tests. */
  readonly create: (clock: ManualClock) => Promise<OpenedRateLimiter>;
  /** How many runs of each property; 200 by default. */
  readonly runs?: number;
  /** What the limiter cannot do, test by test, and why. A name that no test has fails. */
  readonly skip?: readonly SkippedTest[];
}

/** In milliseconds. Far more than needed: some limiters are servers on a busy machine. */
const TIMEOUT = 120_000;
const WINDOW = 60_000;
const DEFAULT: LimitRule = { name: "default", max: 100, window: WINDOW };

const schedules = fc.array(
  fc.record({
    pause: fc.oneof(fc.constant(0), fc.nat({ max: 300 }), fc.nat({ max: 5_000 })),
    cost: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 10, maxLength: 60 },
);
const limits = fc.record({
  max: fc.integer({ min: 1, max: 8 }),
  window: fc.constantFrom(16, 1_000, 4_001, 10_000),
});

/** What every rate limiter must do, as tests for vitest: the promises of the port. */
export function describeRateLimiter({
  name,
  create,
  runs = 200,
  skip = [],
}: RateLimiterSuite): void {
  describe(`rate limiter: ${name}`, () => {
    const clock = manualClock();
    let opened: OpenedRateLimiter | undefined;
    beforeAll(async () => {
      opened = await create(clock);
    }, TIMEOUT);
    afterAll(async () => {
      await opened?.dispose();
    }, TIMEOUT);

    const skips = new Skips(skip);
    const check = (test: string, run: (limiter: RateLimiter) => Promise<void>) => {
      const reason = skips.reasonFor(test);
      it(test, { timeout: TIMEOUT }, async (context) => {
        if (reason !== null) context.skip(reason);
        if (opened === undefined) throw new Error("The limiter was not opened.");
        await run(opened.limiter);
      });
    };
    exactness(check, clock);
    promises(check, clock, runs);
    severalLimits(check, clock);

    it("every skip names a test", () => {
      expect(skips.unmatched()).toEqual([]);
    });
  });
}

type Check = (test: string, run: (limiter: RateLimiter) => Promise<void>) => void;

function exactness(check: Check, clock: ManualClock): void {
  check("of 500 requests at once exactly as many pass as the limit allows", async (limiter) => {
    const key = limiter.of(randomUUID());
    const verdicts = await Promise.all(
      Array.from({ length: 500 }, async () => key.take([DEFAULT], 1, clock.now())),
    );
    expect(verdicts.filter(({ refused }) => refused === null)).toHaveLength(100);
  });

  check("what is left, and until when, is told", async (limiter) => {
    const key = limiter.of(randomUUID());
    const rule = { name: "default", max: 3, window: WINDOW };
    const first = await key.take([rule], 2, clock.now());
    expect(first).toMatchObject({ refused: null, states: [{ ...rule, remaining: 1 }] });
    const second = await key.take([rule], 2, clock.now());
    expect(second.refused).toMatchObject({ ...rule, remaining: 1 });
    expect(second.states).toEqual([second.refused]);
    const { resetAfter = 0 } = second.refused ?? {};
    expect(resetAfter).toBeGreaterThan(WINDOW);
    expect(resetAfter).toBeLessThanOrEqual((WINDOW * 17) / 16);
    clock.advance(resetAfter - 1);
    expect((await key.take([rule], 2, clock.now())).refused).not.toBeNull();
    clock.advance(1);
    expect((await key.take([rule], 2, clock.now())).refused).toBeNull();
  });

  check("keys do not share what they may take", async (limiter) => {
    const rule = { name: "default", max: 1, window: WINDOW };
    for (const id of [randomUUID(), randomUUID()]) {
      expect((await limiter.of(id).take([rule], 1, clock.now())).refused).toBeNull();
    }
  });

  check("what was taken is remembered by whoever asks for the key anew", async (limiter) => {
    const id = randomUUID();
    const rule = { name: "default", max: 1, window: WINDOW };
    expect((await limiter.of(id).take([rule], 1, clock.now())).refused).toBeNull();
    expect((await limiter.of(id).take([rule], 1, clock.now())).refused).not.toBeNull();
  });

  check("a cost of 0 only looks, and a limit of 0 lets nothing else through", async (limiter) => {
    const key = limiter.of(randomUUID());
    const none = { name: "default", max: 0, window: WINDOW };
    expect((await key.take([none], 0, clock.now())).refused).toBeNull();
    expect((await key.take([none], 1, clock.now())).refused).toMatchObject({ remaining: 0 });
  });

  check("a limit that is raised or lowered counts what was taken before", async (limiter) => {
    const key = limiter.of(randomUUID());
    await key.take(ruleOf(5), 4, clock.now());
    expect((await key.take(ruleOf(3), 1, clock.now())).refused).not.toBeNull();
    expect((await key.take(ruleOf(6), 2, clock.now())).refused).toBeNull();
    expect((await key.take(ruleOf(6), 1, clock.now())).refused).not.toBeNull();
  });
}

function promises(check: Check, clock: ManualClock, runs: number): void {
  check("no window ever holds more than the limit, whatever the schedule", async (limiter) => {
    await fc.assert(
      fc.asyncProperty(schedules, limits, async (schedule, limit) => {
        const key = limiter.of(randomUUID());
        const taken: Taken[] = [];
        for (const { pause, cost } of schedule) {
          clock.advance(pause);
          const now = clock.now();
          const { refused } = await key.take([{ name: "default", ...limit }], cost, now);
          if (refused !== null) continue;
          taken.push({ at: now, cost });
          expect(within(taken, limit.window, now)).toBeLessThanOrEqual(limit.max);
        }
      }),
      { numRuns: runs },
    );
  });

  check(
    "a client that stays within the limit in any 17/16 of a window is never refused",
    async (limiter) => {
      await fc.assert(
        fc.asyncProperty(schedules, limits, async (schedule, limit) => {
          const key = limiter.of(randomUUID());
          const taken: Taken[] = [];
          for (const { pause, cost } of schedule) {
            clock.advance(pause);
            const now = clock.now();
            if (within(taken, (limit.window * 17) / 16, now) + cost > limit.max) continue;
            const { refused } = await key.take([{ name: "default", ...limit }], cost, now);
            expect(refused).toBeNull();
            taken.push({ at: now, cost });
          }
        }),
        { numRuns: runs },
      );
    },
  );
}

function severalLimits(check: Check, clock: ManualClock): void {
  check("of several limits all are taken from, or none", async (limiter) => {
    const key = limiter.of(randomUUID());
    const rules = [
      { name: "default", max: 10, window: WINDOW },
      { name: "exports", max: 2, window: WINDOW, cost: 1 },
      { name: "rows", max: 100, window: WINDOW, cost: 30 },
    ];
    const take = async () => key.take(rules, 1, clock.now());
    const left = ({ states }: Awaited<ReturnType<typeof take>>) =>
      states.map(({ remaining }) => remaining);
    expect(left(await take())).toEqual([9, 1, 70]);
    expect(left(await take())).toEqual([8, 0, 40]);
    const third = await take();
    expect(third.refused).toMatchObject({ name: "exports" });
    expect(left(third)).toEqual([8, 0, 40]);
    expect(left(await key.take(rules.slice(0, 1), 1, clock.now()))).toEqual([7]);
  });

  check("each limit has a window of its own", async (limiter) => {
    const key = limiter.of(randomUUID());
    const burst = { name: "burst", max: 2, window: 1_000 };
    const hourly = { name: "hourly", max: 3, window: 3_600_000 };
    const names: (string | undefined)[] = [];
    for (let request = 0; request < 6; request += 1) {
      const { refused } = await key.take([burst, hourly], 1, clock.now());
      names.push(refused?.name);
      if (request === 2) clock.advance(1_100);
    }
    expect(names).toEqual([undefined, undefined, "burst", undefined, "hourly", "hourly"]);
  });

  check("a request without limits is not counted", async (limiter) => {
    const verdict = await limiter.of(randomUUID()).take([], 1, clock.now());
    expect(verdict).toMatchObject({ refused: null, states: [] });
  });
}

const ruleOf = (max: number): readonly LimitRule[] => [{ name: "default", max, window: WINDOW }];

interface Taken {
  readonly at: number;
  readonly cost: number;
}

/** What was taken in the `length` milliseconds that end with this moment. */
function within(taken: readonly Taken[], length: number, end: number): number {
  return taken.reduce(
    (sum, { at, cost }) => (at > end - length && at <= end ? sum + cost : sum),
    0,
  );
}
