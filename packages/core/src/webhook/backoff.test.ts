import * as fc from "fast-check";
import { expect, test } from "vitest";
import { GIVE_UP_AFTER, nextAttempt } from "./backoff.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 15);

/** When attempts are made that all fail, in milliseconds from the first. */
function attempts(random: () => number): number[] {
  const made: number[] = [];
  for (let now: number | null = START; now !== null;) {
    made.push(now - START);
    const expiresAt = START + GIVE_UP_AFTER;
    now = nextAttempt(made.length, { now, expiresAt, random: random() });
  }
  return made;
}

test("tries after seconds first, after hours at last, and a last time after exactly a day", () => {
  expect(attempts(() => 0).map((each) => each / MINUTE)).toEqual([
    0,
    5 / 60,
    35 / 60,
    155 / 60,
    755 / 60,
    2_555 / 60,
    6_155 / 60,
    13_355 / 60,
    27_755 / 60,
    49_355 / 60,
    70_955 / 60,
    24 * 60,
  ]);
});

test("whatever chance adds: 10 to 12 attempts, no two at once, all within a day, the last at its end", () => {
  const fractions = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fractions, (stream) => {
      const made = attempts(() => stream.next().value);
      expect(made.at(-1)).toBe(GIVE_UP_AFTER);
      expect(made.length).toBeGreaterThanOrEqual(10);
      expect(made.length).toBeLessThanOrEqual(12);
      for (const [index, each] of made.entries()) {
        if (index > 0) expect(each).toBeGreaterThan(made[index - 1] ?? Infinity);
      }
    }),
  );
});

test("what was not tried for longer than a day is tried once more, and then no more", () => {
  const late = START + 3 * GIVE_UP_AFTER;
  const expiresAt = START + GIVE_UP_AFTER;
  expect(nextAttempt(1, { now: late, expiresAt, random: 0 })).toBeNull();
});
