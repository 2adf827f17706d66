import { type Detector, createDetector } from "./detector.ts";
import { type KeyAnomaly, type KeyMeasure, sentenceOf } from "./key-anomaly.ts";

/** What a key was used for in a minute. */
export interface WatchedMinute {
  readonly requests: number;
  /** Of these requests, those that were refused or failed. */
  readonly errors: number;
  /** Addresses that the key was used from for the first time. */
  readonly newAddresses: number;
}

/** Minutes. */
const STRETCH = 5;
/** Of a longer silence, so many stretches are learned from: a day. */
const LONGEST_SILENCE = 288;
/** A share of fewer requests says nothing. */
const ENOUGH_REQUESTS = 20;
/** What begins small is told of when it has grown: for so many observations, an hour of stretches. */
const GROWING = 12;
/** What is off by less is nobody's business, however unusual. */
const MATERIAL: Readonly<Record<KeyMeasure, number>> = {
  requests: 20,
  errors: 0.1,
  newAddresses: 3,
};

type Found = Omit<KeyAnomaly, "keyId">;

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
  readonly #detector: Detector = createDetector();
  /** The score that an event began with, while it may become large enough to be told. */
  #score = 0;
  /** Observations that the event may still grow for. */
  #open = 0;
  #isTold = false;

  constructor(measure: KeyMeasure, threshold: number) {
    this.#measure = measure;
    this.#threshold = threshold;
  }

  observe(minute: number, value: number): Found | null {
    const score = this.#detector.observe(minute * 60, value);
    this.#open -= 1;
    if (score >= this.#threshold) this.#begin(score);
    const usual = this.#detector.usual();
    if (this.#open <= 0 || this.#isTold || usual === null) return null;
    const material = MATERIAL[this.#measure];
    const isMore = value >= usual.high + material;
    // That there are fewer errors, or no new addresses, alarms nobody.
    const isLess = this.#measure === "requests" && value <= usual.low - material;
    if (!isMore && !isLess) return null;
    this.#isTold = true;
    const measure = this.#measure;
    const message = sentenceOf(measure, value, usual);
    return { measure, minute, value, usual, score: this.#score, message };
  }

  #begin(score: number): void {
    if (this.#open <= 0) this.#isTold = false;
    this.#open = GROWING;
    this.#score = score;
  }
}
