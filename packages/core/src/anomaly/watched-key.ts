import { DETECTOR_SIZE, type Detector, type UsualRange, createDetector } from "./detector.ts";
import { type KeyAnomaly, type KeyMeasure, sentenceOf } from "./key-anomaly.ts";

/** What a key was used for in a minute. */
export interface WatchedMinute {
  readonly requests: number;
  /** Of these requests, those that were refused or failed. */
  readonly errors: number;
  /** Addresses that the key was used from for the first time. */
  readonly newAddresses: number;
}

/** In minutes: what is counted is looked at in stretches of so many. */
export const STRETCH = 5;
/** Of a longer silence, so many stretches are learned from: a day. */
const LONGEST_SILENCE = 288;
/** A share of fewer requests says nothing. */
const ENOUGH_REQUESTS = 20;
/** What begins small is told of when it has grown: for so many observations, an hour of stretches. */
const GROWING = 12;
/** An event that was told of is over after so many usual observations: an hour of stretches. */
const OVER = 12;
/** What is off by less is nobody's business, however unusual. */
const MATERIAL: Readonly<Record<KeyMeasure, number>> = {
  requests: 20,
  errors: 0.1,
  newAddresses: 3,
};

/** What saved bytes begin with: those of another version are not restored. */
const VERSION = 1;
const [VERSION_CELL, STRETCH_CELL, REQUESTS_CELL, ERRORS_CELL] = [0, 1, 2, 3] as const;
const KEY_CELLS = 4;
const WATCH_CELLS = 5;
const HEAD = (KEY_CELLS + 3 * WATCH_CELLS) * Float64Array.BYTES_PER_ELEMENT;
/** Bytes that a watched key is saved in, whatever it was used for. */
export const WATCHED_KEY_SIZE = HEAD + 3 * DETECTOR_SIZE;

type Found = Omit<KeyAnomaly, "keyId">;

/** An event that was told of and goes on. */
export interface UnderWay {
  readonly measure: KeyMeasure;
  /** Of the stretch that it was told of with. */
  readonly minute: number;
}

/** One key's detectors, and what is being counted for them. */
export class WatchedKey {
  readonly #requests: Watch;
  readonly #errors: Watch;
  readonly #newAddresses: Watch;
  #stretch: number | null = null;
  #counted = { requests: 0, newAddresses: 0 };
  /** Since the last share of errors was told of. */
  #shared = { requests: 0, errors: 0 };

  constructor(threshold: number) {
    this.#requests = new Watch("requests", threshold);
    this.#errors = new Watch("errors", threshold);
    this.#newAddresses = new Watch("newAddresses", threshold);
  }

  observe(minute: number, { requests, errors, newAddresses }: WatchedMinute): readonly Found[] {
    const stretch = Math.floor(minute / STRETCH);
    const found = this.#stretch === null ? [] : this.#endStretches(this.#stretch, stretch);
    this.#stretch = Math.max(stretch, this.#stretch ?? stretch);
    this.#counted.requests += requests;
    this.#counted.newAddresses += newAddresses;
    this.#shared.requests += requests;
    this.#shared.errors += errors;
    return found;
  }

  /** Nothing is known of the minutes before this one that were not told of: they are none of silence. */
  skip(minute: number): void {
    const stretch = Math.floor(minute / STRETCH);
    if (this.#stretch !== null && stretch <= this.#stretch) return;
    this.#stretch = stretch;
    this.#counted = { requests: 0, newAddresses: 0 };
  }

  /** What was told of and still is as unusual, by the last stretch. */
  get underWay(): readonly UnderWay[] {
    return this.#watches.flatMap((watch) => watch.underWay ?? []);
  }

  /** All that is known, between two stretches: what was counted in one that has not ended is not in it. */
  save(): Uint8Array {
    const saved = new Uint8Array(WATCHED_KEY_SIZE);
    const head = new Float64Array(saved.buffer, 0, HEAD / Float64Array.BYTES_PER_ELEMENT);
    head[VERSION_CELL] = VERSION;
    head[STRETCH_CELL] = this.#stretch ?? -1;
    head[REQUESTS_CELL] = this.#shared.requests;
    head[ERRORS_CELL] = this.#shared.errors;
    for (const [index, watch] of this.#watches.entries()) {
      head.set(watch.cells, KEY_CELLS + index * WATCH_CELLS);
      saved.set(watch.detector.save(), HEAD + index * DETECTOR_SIZE);
    }
    return saved;
  }

  /** @throws {RangeError} for bytes that are no key's of this version. */
  restore(saved: Uint8Array): void {
    const bytes = saved.slice();
    const isWhole = bytes.length === WATCHED_KEY_SIZE;
    const head = new Float64Array(isWhole ? bytes.buffer.slice(0, HEAD) : new ArrayBuffer(0));
    if (head[VERSION_CELL] !== VERSION) {
      throw new RangeError("These bytes are not what a watched key of this version saved.");
    }
    const stretch = head[STRETCH_CELL] ?? -1;
    this.#stretch = stretch === -1 ? null : stretch;
    this.#shared = { requests: head[REQUESTS_CELL] ?? 0, errors: head[ERRORS_CELL] ?? 0 };
    for (const [index, watch] of this.#watches.entries()) {
      const [from, first] = [HEAD + index * DETECTOR_SIZE, KEY_CELLS + index * WATCH_CELLS];
      const detector = createDetector({ saved: bytes.subarray(from, from + DETECTOR_SIZE) });
      watch.restore(detector, [...head.subarray(first, first + WATCH_CELLS)]);
    }
  }

  get #watches(): readonly Watch[] {
    return [this.#requests, this.#errors, this.#newAddresses];
  }

  #endStretches(last: number, next: number): readonly Found[] {
    if (next <= last) return [];
    const found = this.#end(last);
    this.#counted = { requests: 0, newAddresses: 0 };
    // What was silent for longer than a day is learned as one day of silence, the last one.
    for (let quiet = Math.max(last + 1, next - LONGEST_SILENCE); quiet < next; quiet += 1) {
      found.push(...this.#end(quiet));
    }
    return found;
  }

  #end(stretch: number): Found[] {
    const minute = stretch * STRETCH;
    const { requests, newAddresses } = this.#counted;
    const found = [
      this.#requests.observe(minute, requests),
      this.#newAddresses.observe(minute, newAddresses),
      this.#endShare(minute),
    ];
    this.#counted.requests = 0;
    this.#counted.newAddresses = 0;
    return found.filter((each) => each !== null);
  }

  #endShare(minute: number): Found | null {
    const { requests, errors } = this.#shared;
    if (requests < ENOUGH_REQUESTS) return null;
    this.#shared = { requests: 0, errors: 0 };
    return this.#errors.observe(minute, errors / requests);
  }
}

/** One series of a key. */
class Watch {
  readonly #measure: KeyMeasure;
  readonly #threshold: number;
  #detector: Detector = createDetector();
  /** The score that an event began with, while it may become large enough to be told. */
  #score = 0;
  /** Observations that the event may still grow for. */
  #open = 0;
  /** The minute that the event was told of with; -1: it was not. */
  #told = -1;
  /** Whether the last value was off by enough to be told. */
  #isOff = false;
  /** Usual observations since the event was told of. */
  #quiet = 0;

  constructor(measure: KeyMeasure, threshold: number) {
    this.#measure = measure;
    this.#threshold = threshold;
  }

  get detector(): Detector {
    return this.#detector;
  }

  get underWay(): UnderWay | null {
    if (this.#told === -1 || !this.#isOff) return null;
    return { measure: this.#measure, minute: this.#told };
  }

  /** What there is to know beside the detector. */
  get cells(): readonly number[] {
    return [this.#score, this.#open, this.#told, Number(this.#isOff), this.#quiet];
  }

  restore(detector: Detector, cells: readonly number[]): void {
    this.#detector = detector;
    const [score = 0, open = 0, told = -1, isOff = 0, quiet = 0] = cells;
    this.#score = score;
    this.#open = open;
    this.#told = told;
    this.#isOff = isOff === 1;
    this.#quiet = quiet;
  }

  observe(minute: number, value: number): Found | null {
    const score = this.#detector.observe(minute * 60, value);
    this.#open = Math.max(0, this.#open - 1);
    if (score >= this.#threshold) this.#begin(score);
    const usual = this.#detector.usual();
    if (usual === null) return null;
    this.#note(value, usual);
    if (this.#open === 0 || this.#told !== -1 || !this.#isOff) return null;
    this.#told = minute;
    const measure = this.#measure;
    const message = sentenceOf(measure, value, usual);
    return { measure, minute, value, usual, score: this.#score, message };
  }

  #note(value: number, usual: UsualRange): void {
    const material = MATERIAL[this.#measure];
    const isMore = value >= usual.high + material;
    // That there are fewer errors, or no new addresses, alarms nobody.
    const isLess = this.#measure === "requests" && value <= usual.low - material;
    this.#isOff = isMore || isLess;
    this.#quiet = this.#isOff ? 0 : this.#quiet + 1;
    if (this.#quiet >= OVER && this.#open === 0) this.#told = -1;
  }

  #begin(score: number): void {
    if (this.#open === 0) this.#told = -1;
    this.#open = GROWING;
    this.#score = score;
  }
}
