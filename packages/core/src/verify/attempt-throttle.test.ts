import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ATTEMPT_BURST, ATTEMPT_INTERVAL, AttemptThrottle } from "./attempt-throttle.ts";

const NOW = Date.UTC(2026, 0, 15, 12);

function takeAll(throttle: AttemptThrottle, now: number): number {
  let taken = 0;
  while (throttle.take("start", now)) taken += 1;
  return taken;
}

test("a start has a burst of attempts, then none", () => {
  const throttle = new AttemptThrottle();
  expect(throttle.wait("start", NOW)).toBe(0);
  expect(takeAll(throttle, NOW)).toBe(ATTEMPT_BURST);
  expect(throttle.wait("start", NOW)).toBe(ATTEMPT_INTERVAL);
});

test("one attempt comes back per interval, at its very end", () => {
  const throttle = new AttemptThrottle();
  takeAll(throttle, NOW);
  expect(throttle.wait("start", NOW + ATTEMPT_INTERVAL - 1)).toBe(1);
  expect(throttle.take("start", NOW + ATTEMPT_INTERVAL - 1)).toBe(false);
  expect(throttle.wait("start", NOW + ATTEMPT_INTERVAL)).toBe(0);
  expect(takeAll(throttle, NOW + ATTEMPT_INTERVAL)).toBe(1);
  expect(takeAll(throttle, NOW + 4 * ATTEMPT_INTERVAL)).toBe(3);
});

test("parts of an interval are not lost between attempts", () => {
  const throttle = new AttemptThrottle();
  takeAll(throttle, NOW);
  expect(takeAll(throttle, NOW + 1.5 * ATTEMPT_INTERVAL)).toBe(1);
  expect(takeAll(throttle, NOW + 2 * ATTEMPT_INTERVAL)).toBe(1);
});

test("no more than a burst is saved up, however long nobody tries", () => {
  const throttle = new AttemptThrottle();
  takeAll(throttle, NOW);
  expect(takeAll(throttle, NOW + 1_000 * ATTEMPT_INTERVAL)).toBe(ATTEMPT_BURST);
});

test("an attempt that is given back can be made again, but no more than a burst", () => {
  const throttle = new AttemptThrottle();
  takeAll(throttle, NOW);
  throttle.giveBack("start");
  expect(takeAll(throttle, NOW)).toBe(1);
  for (let index = 0; index < 2 * ATTEMPT_BURST; index += 1) throttle.giveBack("start");
  expect(takeAll(throttle, NOW)).toBe(ATTEMPT_BURST);
});

test("starts do not share", () => {
  const throttle = new AttemptThrottle();
  takeAll(throttle, NOW);
  expect(throttle.take("another", NOW)).toBe(true);
});

test("a clock that is set back makes nobody wait for longer than one interval", () => {
  const throttle = new AttemptThrottle();
  takeAll(throttle, NOW);
  const before = NOW - 3_600_000;
  expect(throttle.wait("start", before)).toBe(ATTEMPT_INTERVAL);
  expect(throttle.take("start", before)).toBe(false);
  expect(throttle.take("start", before + ATTEMPT_INTERVAL)).toBe(true);
});

describe("in any span of time", () => {
  const steps = fc.array(
    fc.record({
      act: fc.constantFrom("take" as const, "take" as const, "give back" as const, "ask" as const),
      after: fc.oneof(fc.constant(0), fc.nat({ max: 3 * ATTEMPT_INTERVAL })),
    }),
    { maxLength: 60 },
  );

  test("at most a burst and one per interval are taken, less what is given back", () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const throttle = new AttemptThrottle();
        const taken: { readonly at: number; readonly net: number }[] = [];
        let now = NOW;
        for (const { act, after } of sequence) {
          now += after;
          if (act === "ask") throttle.wait("start", now);
          else if (act === "give back") throttle.giveBack("start");
          const net = act === "take" ? Number(throttle.take("start", now)) : 0;
          taken.push({ at: now, net: act === "give back" ? -1 : net });
        }
        for (const [index, first] of taken.entries()) {
          let sum = 0;
          for (const { at, net } of taken.slice(index)) {
            sum += net;
            const allowed = ATTEMPT_BURST + Math.floor((at - first.at) / ATTEMPT_INTERVAL);
            expect(sum).toBeLessThanOrEqual(allowed);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test("whoever is told to wait can go ahead afterwards, and not before", () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const throttle = new AttemptThrottle();
        let now = NOW;
        for (const { act, after } of sequence) {
          now += after;
          if (act === "take") throttle.take("start", now);
        }
        const wait = throttle.wait("start", now);
        if (wait > 0) expect(throttle.take("start", now + wait - 1)).toBe(false);
        expect(throttle.take("start", now + wait)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
