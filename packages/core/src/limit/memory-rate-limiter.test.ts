import { describe, expect, test } from "vitest";
import { describeRateLimiter } from "../testing/describe-rate-limiter.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { MemoryRateLimiter } from "./memory-rate-limiter.ts";

describeRateLimiter({
  name: "in memory",
  create: async (clock) => ({
    limiter: new MemoryRateLimiter(clock),
    dispose: async () => undefined,
  }),
});

const RULES = [{ name: "default", max: 1, window: 60_000 }];
const LAPSED = (60_000 * 17) / 16;

describe("memory", () => {
  test("is that of keys that were used within their windows, not of all that ever were", () => {
    const clock = manualClock();
    const limiter = new MemoryRateLimiter(clock);
    for (let key = 0; key < 50_000; key += 1) {
      limiter.of(`key ${key}`).take(RULES, 1, clock.now());
      clock.advance(60);
    }
    // A thousand keys come in a minute.
    expect(limiter.size).toBeLessThan(3_000);
  });

  test("is bounded: beyond the capacity a key is forgotten that still counted, and that is told", () => {
    const clock = manualClock();
    let forgotten = 0;
    const limiter = new MemoryRateLimiter(clock, () => (forgotten += 1), 100);
    for (let key = 0; key < 150; key += 1) limiter.of(`key ${key}`).take(RULES, 1, clock.now());
    expect(limiter.size).toBe(100);
    expect(forgotten).toBe(50);
  });

  test("of a key that is in use is kept, whatever comes and goes", () => {
    const clock = manualClock();
    const limiter = new MemoryRateLimiter(clock);
    const key = limiter.of("kept");
    expect(key.take(RULES, 1, clock.now()).refused).toBeNull();
    for (let other = 0; other < 1_000; other += 1) {
      limiter.of(`key ${other}`).take(RULES, 1, clock.now());
    }
    expect(limiter.of("kept").take(RULES, 1, clock.now()).refused).not.toBeNull();
  });

  test("of two who hold on to a key that was forgotten, neither gets a window to itself", () => {
    const clock = manualClock();
    const limiter = new MemoryRateLimiter(clock);
    const held = limiter.of("key");
    held.take(RULES, 1, clock.now());
    clock.advance(LAPSED);
    for (let other = 0; other < 10; other += 1) {
      limiter.of(`other ${other}`).take(RULES, 1, clock.now());
    }
    const anew = limiter.of("key");
    expect(anew).not.toBe(held);
    expect(held.take(RULES, 1, clock.now()).refused).toBeNull();
    expect(anew.take(RULES, 1, clock.now()).refused).not.toBeNull();
    expect(held.take(RULES, 1, clock.now()).refused).not.toBeNull();
  });
});

describe("a clock that is set back", () => {
  test("neither ends a window early nor prolongs it by as much", () => {
    const clock = manualClock();
    const key = new MemoryRateLimiter(clock).of("key");
    expect(key.take(RULES, 1, clock.now()).refused).toBeNull();
    clock.advance(-3_600_000);
    expect(key.take(RULES, 1, clock.now()).refused).not.toBeNull();
    clock.advance(59_999);
    expect(key.take(RULES, 1, clock.now()).refused).not.toBeNull();
    clock.advance(LAPSED - 59_999);
    expect(key.take(RULES, 1, clock.now()).refused).toBeNull();
  });
});
