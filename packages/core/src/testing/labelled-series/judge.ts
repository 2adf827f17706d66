import type { LabelledSeries } from "./labelled-series.ts";

/** One series and what a detector said about each of its observations. */
export interface Scored {
  readonly series: LabelledSeries;
  readonly scores: Float64Array;
}

/** How a detector did at one threshold for all series. */
export interface Verdict {
  readonly threshold: number;
  /** Of what was alarmed about, how much was an event. */
  readonly precision: number;
  /** Of all events, how many were alarmed about while they could be. */
  readonly recall: number;
  readonly f1: number;
  /** Alarms outside of events per 10,000 observations. */
  readonly falsePer10k: number;
  /** Alarms about an event that was alarmed about. One is best. */
  readonly alarmsPerEvent: number;
  /** Observations from an event's start to its first alarm: the median. */
  readonly delay: number;
  /** After the Numenta benchmark: 1 for every event at its start and no false alarm, 0 for silence. */
  readonly nab: number;
}

/** Nothing is judged before: a detector is still learning. */
const LEARNING = 0.15;

/** An alarm within this share of the series (of the event's length, if longer) is about the event. */
const AFTER = 0.02;
const AT_MOST = 0.1;

/** A false alarm costs this much of what an event is worth. */
const FALSE_ALARM_COST = 0.11;

export function judge(all: readonly Scored[], threshold: number): Verdict {
  const delays: number[] = [];
  let events = 0;
  let falseAlarms = 0;
  let alarmsInEvents = 0;
  let observations = 0;
  let worth = 0;
  for (const { series, scores } of all) {
    const spans = spansOf(series);
    const first = new Map<number, number>();
    observations += scores.length;
    for (const at of alarms(series, scores, threshold)) {
      const span = spans.findIndex(({ start, end }) => at >= start && at < end);
      if (span < 0) falseAlarms += 1;
      else {
        alarmsInEvents += 1;
        if (!first.has(span)) first.set(span, at);
      }
    }
    events += spans.length;
    for (const [index, at] of first) {
      const span = spans[index];
      if (span === undefined) continue;
      delays.push(at - span.start);
      worth += earliness((at - span.start) / (span.end - span.start));
    }
  }
  const found = delays.length;
  const precision = found + falseAlarms === 0 ? 1 : found / (found + falseAlarms);
  const recall = events === 0 ? 1 : found / events;
  return {
    threshold,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    falsePer10k: (falseAlarms / observations) * 10_000,
    alarmsPerEvent: found === 0 ? 0 : alarmsInEvents / found,
    delay: delays.toSorted((a, b) => a - b)[Math.floor(found / 2)] ?? Number.NaN,
    nab: events === 0 ? 0 : (worth - FALSE_ALARM_COST * falseAlarms) / events,
  };
}

/** The verdict at the threshold that is best by `measure`. */
export function bestVerdict(all: readonly Scored[], measure: "f1" | "nab"): Verdict {
  return verdicts(all).reduce((best, each) => (each[measure] > best[measure] ? each : best));
}

/** Area under precision over recall of events, all thresholds. */
export function eventAuc(all: readonly Scored[]): number {
  let area = 0;
  let recall = 0;
  for (const each of verdicts(all)) {
    area += Math.max(0, each.recall - recall) * each.precision;
    recall = Math.max(recall, each.recall);
  }
  return area;
}

/** How likely an observation in an event scores higher than one outside. */
export function rocAuc(all: readonly Scored[]): number {
  const points = all.flatMap(({ series, scores }) => {
    const spans = spansOf(series);
    return Array.from(scores, (score, at) => ({
      score,
      isIn: spans.some(({ start, end }) => at >= start && at < end),
    })).slice(Math.floor(scores.length * LEARNING));
  });
  points.sort((a, b) => a.score - b.score);
  const inside = points.filter(({ isIn }) => isIn).length;
  const outside = points.length - inside;
  let below = 0;
  let pairs = 0;
  for (let at = 0; at < points.length;) {
    let end = at;
    let inTie = 0;
    for (; end < points.length && points[end]?.score === points[at]?.score; end += 1) {
      if (points[end]?.isIn === true) inTie += 1;
    }
    const outTie = end - at - inTie;
    pairs += inTie * (below + outTie / 2);
    below += outTie;
    at = end;
  }
  return pairs / (inside * outside);
}

/** From strict to lax, at quantiles of all scores. */
function verdicts(all: readonly Scored[]): Verdict[] {
  const sorted = Float64Array.from(all.flatMap(({ scores }) => Array.from(scores))).toSorted();
  const thresholds = new Set<number>();
  for (let share = 1 / sorted.length; share < 0.05; share *= 1.15) {
    const threshold = sorted[Math.floor(sorted.length * (1 - share))] ?? 1;
    if (threshold > 0) thresholds.add(threshold);
  }
  return [...thresholds].map((threshold) => judge(all, threshold));
}

/** Where scores rise to the threshold: each is one alarm. */
function* alarms(
  { values }: LabelledSeries,
  scores: Float64Array,
  threshold: number,
): Generator<number> {
  let above = false;
  for (let at = Math.floor(scores.length * LEARNING); at < scores.length; at += 1) {
    // Where nothing was observed, nothing was said.
    if (Number.isNaN(values[at])) continue;
    const isAbove = (scores[at] ?? 0) >= threshold;
    if (isAbove && !above) yield at;
    above = isAbove;
  }
}

function spansOf({ values, windows }: LabelledSeries): readonly { start: number; end: number }[] {
  return windows.map(({ start, end }) => {
    const length = Math.min(Math.max(end - start, values.length * AFTER), values.length * AT_MOST);
    return { start, end: Math.min(values.length, Math.ceil(start + length)) };
  });
}

/** Worth of an alarm by its place in the event, 0 to 1: falls slowly, and steeply near the end. */
const earliness = (place: number) => (2 / (1 + Math.exp(5 * (place - 1))) - 1) / 0.9866;
