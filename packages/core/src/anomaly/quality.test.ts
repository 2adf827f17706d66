import { describe, expect, test } from "vitest";
import { type Scored, judge } from "../testing/labelled-series/judge.ts";
import type { LabelledSeries } from "../testing/labelled-series/labelled-series.ts";
import { BASE_NAMES, isTuned, seriesSuite } from "../testing/labelled-series/suite.ts";
import { createDetector } from "./detector.ts";

function scored(series: LabelledSeries): Scored {
  const detector = createDetector();
  const scores = series.values.map((value, at) => detector.observe(series.times[at] ?? 0, value));
  return { series, scores };
}

/** Seeds that nothing was tuned on. */
const SEEDS = ["floor"];

describe.each([
  ["of kinds that it was tuned on", true],
  ["of kinds that it was not tuned on", false],
])("series %s", (_, tuned) => {
  const bases = BASE_NAMES.filter((base) => isTuned(base) === tuned);
  const all = [...seriesSuite(bases, SEEDS)].map(scored);

  test("more than half of the events are found, and more than half of the alarms are right", () => {
    const { precision, recall, alarmsPerEvent } = judge(all, 0.5);
    expect(precision).toBeGreaterThan(0.5);
    expect(recall).toBeGreaterThan(0.6);
    expect(alarmsPerEvent).toBeLessThan(1.6);
  });

  test("where there is no event, there is less than one false alarm in 5,000 observations", () => {
    const clean = all.filter(({ series }) => series.windows.length === 0);
    expect(judge(clean, 0.5).falsePer10k).toBeLessThan(2);
  });
});
