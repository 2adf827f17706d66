import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { labelledSeries } from "../testing/labelled-series/labelled-series.ts";
import { BASE_NAMES } from "../testing/labelled-series/suite.ts";
import { seededDraws } from "../testing/labelled-series/draws.ts";
import { DETECTOR_SIZE, createDetector } from "./detector.ts";

const START = 1_767_571_200;

/** Scores of values five minutes apart. */
function scoresOf(values: ArrayLike<number | null>, detector = createDetector()): number[] {
  return Array.from(values, (value, index) => detector.observe(START + 300 * index, value));
}

/** Indexes at which the score rises to an alarm. */
function alarmsOf(values: ArrayLike<number>): number[] {
  const scores = scoresOf(values);
  return scores.flatMap((score, at) => (score >= 0.5 && (scores[at - 1] ?? 0) < 0.5 ? [at] : []));
}

function noise(length: number, seed = "noise"): number[] {
  const draws = seededDraws(seed);
  return Array.from({ length }, () => 100 + 5 * draws.normal());
}

const anyNumber = fc.double({ noDefaultInfinity: true, noNaN: true });

describe("whatever it is told", () => {
  const observations = fc.array(
    fc.record({
      passed: fc.oneof(fc.constant(300), fc.double({ min: -1e4, max: 1e7, noNaN: true })),
      value: fc.oneof(
        anyNumber,
        fc.constantFrom(0, 1, -1, 1e308, -1e308, 5e-324, Number.NaN, Infinity, null),
        fc.integer({ min: 0, max: 20 }),
      ),
    }),
    { minLength: 1, maxLength: 300 },
  );

  test("a score is from 0 to 1, and what is usual is a range", () => {
    fc.assert(
      fc.property(observations, (all) => {
        const detector = createDetector();
        let time = START;
        for (const { passed, value } of all) {
          time += passed;
          const score = detector.observe(time, value);
          expect(score >= 0 && score <= 1).toBe(true);
        }
        const usual = detector.usual();
        if (usual !== null) expect(usual.low <= usual.high).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("what is saved is as large as ever, and goes on exactly as if nothing had been", () => {
    fc.assert(
      fc.property(observations, fc.nat(300), (all, cut) => {
        const steady = createDetector();
        let moved = createDetector();
        let time = START;
        for (const [index, { passed, value }] of all.entries()) {
          time += passed;
          if (index === cut) moved = createDetector({ saved: moved.save() });
          expect(moved.observe(time, value)).toBe(steady.observe(time, value));
        }
        expect(moved.save()).toEqual(steady.save());
        expect(moved.save()).toHaveLength(DETECTOR_SIZE);
      }),
      { numRuns: 100 },
    );
  });
});

test("all that is known fits into 4 KB", () => {
  expect(DETECTOR_SIZE).toBeLessThanOrEqual(4_096);
});

test.each(BASE_NAMES)("a restart in the middle of %s changes nothing", (base) => {
  const { times, values } = labelledSeries({ seed: "restart", base, events: ["spike"] });
  const steady = createDetector();
  let moved = createDetector();
  for (let at = 0; at < 1_500; at += 1) {
    if (at % 400 === 399) moved = createDetector({ saved: moved.save() });
    const [time = 0, value = null] = [times[at], values[at]];
    expect(moved.observe(time, value)).toBe(steady.observe(time, value));
  }
});

test.each([
  ["nothing", new Uint8Array()],
  ["too little", new Uint8Array(DETECTOR_SIZE - 1)],
  ["another version's", new Uint8Array(DETECTOR_SIZE)],
])("%s is not restored", (_, saved) => {
  expect(() => createDetector({ saved })).toThrow(RangeError);
});

test("after a restart, what is usual is told with the next value", () => {
  const before = createDetector();
  scoresOf(noise(500), before);
  const detector = createDetector({ saved: before.save() });
  expect(detector.usual()).toBeNull();
  detector.observe(START + 300 * 500, 100);
  expect(detector.usual()?.low).toBeGreaterThan(80);
});

test("a time that is none is refused", () => {
  expect(() => createDetector().observe(Number.NaN, 1)).toThrow("NaN is no time");
  expect(() => createDetector().observe(new Date("no"), 1)).toThrow(RangeError);
});

describe("the same series", () => {
  const { times, values } = labelledSeries({ seed: "same", base: "traffic", events: ["dip"] });
  const plain = scored((time, value) => [time, value]);

  function scored(as: (time: number, value: number) => [number | Date, number]): number[] {
    const detector = createDetector();
    return Array.from(values, (value, at) => detector.observe(...as(times[at] ?? 0, value)));
  }

  test.each<[string, (time: number) => number | Date]>([
    ["milliseconds", (time) => time * 1e3],
    ["microseconds", (time) => time * 1e6],
    ["nanoseconds", (time) => time * 1e9],
    ["dates", (time) => new Date(time * 1e3)],
  ])("in %s scores the same", (_, convert) => {
    const other = scored((time, value) => [convert(time), value]);
    for (const [at, score] of other.entries()) expect(score).toBeCloseTo(plain[at] ?? 0, 5);
  });

  test("in a unit of a power of two scores exactly the same", () => {
    expect(scored((time, value) => [time, value * 1024])).toEqual(plain);
  });

  test("in another unit and from another zero scores nearly the same", () => {
    const other = scored((time, value) => [time, value * 0.37 - 5_000]);
    const differing = other.filter((score, at) => Math.abs(score - (plain[at] ?? 0)) > 0.1);
    expect(differing.length).toBeLessThan(values.length / 200);
  });
});

describe("it is quiet", () => {
  test("while it learns, whatever comes", () => {
    expect(Math.max(...scoresOf([...noise(20), 1e6, -1e6, ...noise(10)]))).toBe(0);
  });

  test("where nothing changes", () => {
    expect(Math.max(...scoresOf(Array.from({ length: 5_000 }, () => 42)))).toBe(0);
  });

  test("about what is missing, and afterwards", () => {
    const values: (number | null)[] = noise(3_000);
    for (let at = 0; at < values.length; at += 1)
      if (at % 7 === 3 || at % 500 > 450) values[at] = null;
    expect(Math.max(...scoresOf(values))).toBeLessThan(0.5);
  });

  test("about a counter that begins anew", () => {
    const draws = seededDraws("counter");
    let total = 0;
    const values = Array.from({ length: 3_000 }, (_, at) => {
      if (at % 700 === 699) total = 0;
      return (total += draws.poisson(50));
    });
    const detector = createDetector();
    expect(Math.max(...scoresOf(values, detector))).toBeLessThan(0.5);
    expect(detector.isCounter).toBe(true);
  });

  test("about drift that is slow", () => {
    const values = noise(6_000).map((value, at) => value + at / 500);
    expect(Math.max(...scoresOf(values))).toBeLessThan(0.5);
  });
});

describe("it alarms", () => {
  test("once about a spike, at the spike", () => {
    const values = noise(3_000);
    values[2_000] = 180;
    expect(alarmsOf(values)).toEqual([2_000]);
  });

  test("once about a new level, which then is usual", () => {
    const values = noise(4_000).map((value, at) => (at >= 2_000 ? value + 60 : value));
    expect(alarmsOf(values)).toEqual([2_000]);
  });

  test("once about a stretch at another level, and not about its end", () => {
    const values = noise(4_000).map((value, at) =>
      at >= 2_000 && at < 2_080 ? value + 60 : value,
    );
    expect(alarmsOf(values)).toEqual([2_000]);
  });

  test("once about a sensor that is stuck", () => {
    const values = noise(3_000).map((value, at) => (at >= 2_000 && at < 2_200 ? 101.5 : value));
    const alarms = alarmsOf(values);
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toBeLessThan(2_020);
  });

  test("once when what never changed changes", () => {
    expect(alarmsOf(Array.from({ length: 2_000 }, (_, at) => (at < 1_000 ? 5 : 6)))).toEqual([
      1_000,
    ]);
  });

  test("and says what would have been usual", () => {
    const detector = createDetector();
    scoresOf([...noise(2_000), 180], detector);
    const { low = 0, high = 0 } = detector.usual() ?? {};
    expect(low).toBeGreaterThan(80);
    expect(high).toBeLessThan(120);
    expect(high - low).toBeGreaterThan(10);
    expect(detector.cause).toBe("value");
  });
});
