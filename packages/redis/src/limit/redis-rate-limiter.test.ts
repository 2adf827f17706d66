import { type LimitRule, MemoryRateLimiter, systemTimers } from "@latchkey/core";
import { type ManualClock, describeRateLimiter, manualClock } from "@latchkey/core/testing";
import * as fc from "fast-check";
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Availability } from "../connection/availability.ts";
import { Names } from "../connection/names.ts";
import { plainCommands } from "../connection/plain-commands.ts";
import { clientForFile } from "../testing/redis-for-file.ts";
import { RedisRateLimiter, type TimeSource } from "./redis-rate-limiter.ts";

const redis = clientForFile();
const names = new Names("test");

function limiterOf(clock: ManualClock, time: TimeSource = "given"): RedisRateLimiter {
  const availability = new Availability({
    obstacle: () => null,
    trial: () => Promise.resolve(),
    deadline: 30_000,
    timers: systemTimers,
    onAvailability: () => undefined,
  });
  const commands = plainCommands(redis.client);
  return new RedisRateLimiter({ commands, names, availability, clock, time });
}

describeRateLimiter({
  name: "on Redis",
  create: async (clock) => ({ limiter: limiterOf(clock), dispose: async () => undefined }),
  runs: 50,
});

const WINDOWS = { a: 16, b: 1_000, c: 4_001 };

/** Of a few names, so that limits change, come and go. */
const schedules = fc.array(
  fc.record({
    pause: fc.oneof(
      fc.constant(0),
      fc.nat({ max: 2 }),
      fc.nat({ max: 300 }),
      fc.nat({ max: 3_000 }),
    ),
    cost: fc.nat({ max: 4 }),
    rules: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom("a" as const, "b" as const, "c" as const),
        max: fc.nat({ max: 9 }),
        // Nearly always the same for a name: a window that changes starts anew.
        change: fc.oneof(
          { weight: 20, arbitrary: fc.constant(null) },
          { weight: 1, arbitrary: fc.constantFrom(1, 1.5, 1_000) },
        ),
        cost: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
      }),
      { maxLength: 3, selector: ({ name }) => name },
    ),
  }),
  { minLength: 1, maxLength: 40 },
);

test("gives the same answers as the limiter in memory", async () => {
  await fc.assert(
    fc.asyncProperty(schedules, async (steps) => {
      const clock = manualClock(0);
      const [shared, alone] = [limiterOf(clock), new MemoryRateLimiter(clock)];
      const id = randomUUID();
      for (const { pause, cost, rules: chosen } of steps) {
        clock.advance(pause);
        const rules = chosen.map(({ change, ...rule }) => ({
          ...rule,
          window: change ?? WINDOWS[rule.name],
        }));
        const given = await shared.of(id).take(rules, cost, clock.now());
        expect(given).toEqual({ ...alone.of(id).take(rules, cost, clock.now()), mark: null });
      }
      expect(shared.fallbacks).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test("whatever the size of numbers they are exact", async () => {
  const [most, year] = [Number.MAX_SAFE_INTEGER, 365 * 24 * 3_600_000];
  const amounts = fc.oneof(fc.maxSafeNat(), fc.constantFrom(1, most - 1, most));
  const steps = fc.array(fc.record({ pause: fc.nat({ max: year / 4 }), cost: amounts }), {
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(steps, amounts, fc.integer({ min: 1, max: year }), async (...given) => {
      const [schedule, max, window] = given;
      const clock = manualClock(0);
      const [shared, alone] = [limiterOf(clock), new MemoryRateLimiter(clock)];
      const id = randomUUID();
      // Far enough on to be a date, and the beginning of a part of any window.
      clock.advance(window * 2 ** 6 * Math.ceil(1.8e12 / window / 2 ** 6));
      for (const { pause, cost } of schedule) {
        clock.advance(pause);
        const rules = [{ name: "default", max, window }];
        const told = await shared.of(id).take(rules, cost, clock.now());
        expect(told).toEqual({ ...alone.of(id).take(rules, cost, clock.now()), mark: null });
      }
    }),
    { numRuns: 200 },
  );
});

describe("a clock that is set back", () => {
  test("neither ends a window early nor prolongs it by as much", async () => {
    const clock = manualClock();
    const key = limiterOf(clock).of(randomUUID());
    const rules = [{ name: "default", max: 1, window: 60_000 }];
    const refused = async () => (await key.take(rules, 1, clock.now())).refused !== null;
    expect(await refused()).toBe(false);
    clock.advance(-3_600_000);
    expect(await refused()).toBe(true);
    clock.advance(59_999);
    expect(await refused()).toBe(true);
    clock.advance((60_000 * 17) / 16 - 59_999);
    expect(await refused()).toBe(false);
  });

  test("never lets more through within any window than the limit allows", async () => {
    const steps = fc.array(fc.integer({ min: -3_000, max: 3_000 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, async (schedule) => {
        const clock = manualClock();
        const key = limiterOf(clock).of(randomUUID());
        let elapsed = 0;
        const taken: number[] = [];
        for (const step of schedule) {
          clock.advance(step);
          elapsed += Math.max(0, step);
          const { refused } = await key.take(
            [{ name: "default", max: 2, window: 4_000 }],
            1,
            clock.now(),
          );
          if (refused === null) taken.push(elapsed);
          expect(taken.filter((at) => at > elapsed - 4_000).length).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("in Redis", () => {
  const clock = manualClock();
  const rule = { name: "default", max: 2, window: 60_000 };

  test("time is its own: what processes take for it does not matter", async () => {
    const id = randomUUID();
    const early = limiterOf(manualClock(0), "redis").of(id);
    const late = limiterOf(manualClock(Date.UTC(2100, 0)), "redis").of(id);
    expect((await early.take([rule], 1, 0)).refused).toBeNull();
    expect((await late.take([rule], 1, Date.UTC(2100, 0))).refused).toBeNull();
    const { refused } = await early.take([rule], 1, 0);
    expect(refused?.resetAfter).toBeGreaterThan(55_000);
    expect(refused?.resetAfter).toBeLessThanOrEqual((60_000 * 17) / 16);
  });

  test("what was taken is gone a second after nothing of it counts any more", async () => {
    const id = randomUUID();
    const limiter = limiterOf(clock, "redis");
    const { states } = await limiter.of(id).take([rule], 1, 0);
    const left = await redis.client.pTTL(names.taken(id));
    const { resetAfter = 0 } = states[0] ?? {};
    expect(left).toBeLessThanOrEqual(resetAfter + 1_000);
    expect(left).toBeGreaterThan(resetAfter - 5_000);
  });

  test("what a limit was refused, asked without cost or without limits, is not written", async () => {
    const id = randomUUID();
    const key = limiterOf(clock, "redis").of(id);
    await key.take([], 1, 0);
    await key.take([rule], 0, 0);
    await key.take([{ ...rule, max: 0 }], 1, 0);
    expect(await redis.client.exists(names.taken(id))).toBe(0);
  });

  test("one key with one limit takes less than a hundred bytes", async () => {
    const id = randomUUID();
    await limiterOf(clock, "redis").of(id).take([rule], 1, 0);
    expect(await redis.client.strLen(names.taken(id))).toBeLessThan(100);
  });

  test("what cannot be read counts as nothing, and is written over", async () => {
    const id = randomUUID();
    const key = limiterOf(clock, "redis").of(id);
    await redis.client.set(names.taken(id), "\u00c1 no list");
    expect((await key.take([rule], 2, 0)).refused).toBeNull();
    expect((await key.take([rule], 2, 0)).refused).not.toBeNull();
  });

  test("the script is sent again where it was lost", async () => {
    const limiter = limiterOf(clock, "redis");
    await limiter.of("any").take([rule], 0, 0);
    await redis.client.scriptFlush();
    expect((await limiter.of("any").take([rule], 0, 0)).mark).toBeNull();
    expect(limiter.fallbacks).toBe(0);
  });
});

test("the mark of the key is told with every answer, limits or none", async () => {
  const id = randomUUID();
  const limiter = limiterOf(manualClock(), "redis");
  const asked = async (rules: readonly LimitRule[]) =>
    (await limiter.of(id).take(rules, 1, 0)).mark;
  expect(await asked([])).toBeNull();
  await redis.client.set(names.mark(id), "another");
  expect(await asked([])).toBe("another");
  expect(await asked([{ name: "default", max: 0, window: 1 }])).toBe("another");
  expect(await asked([{ name: "default", max: 9, window: 1 }])).toBe("another");
});
