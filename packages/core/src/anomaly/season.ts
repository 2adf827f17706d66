import { type Memory, Part } from "./memory.ts";
import { eighth, within } from "./numbers.ts";

export const DAY = 86_400;
const WEEK = 7 * DAY;
const DAY_SLOTS = 48;
const DAY_SLOT = DAY / DAY_SLOTS;
const HOUR = 3_600;
const HOURS = 168;
/** 1970 began on a Thursday: this much later, a week did. */
const MONDAY = 4 * DAY;
/** For how many days, and weeks, a season is remembered. */
const DAYS = 7;
const WEEKS = 4;

const [LEVEL, COUNT, TREND, TROUBLE, DAY_TABLE] = [0, 1, 2, 3, 4] as const;
const WEEK_TABLE = DAY_TABLE + DAY_SLOTS;
const CELLS = WEEK_TABLE + HOURS;
/** How often slots were seen, in bytes. */
const COUNTS = DAY_SLOTS + HOURS;

/** Where a moment lies in the tables. */
interface Place {
  left: number;
  right: number;
  /** How much the right one of the two slots counts. */
  weight: number;
  hour: number;
}

/** Of the moment under way: one for all, since no two are under way at once. */
const place: Place = { left: 0, right: 0, weight: 0, hour: 0 };

/**
 * What is usual at a time of day and of the week: a level, plus a profile of the day in half hours, plus
 * what the hour of the week is off by. Learned by the clock, so that gaps do not matter.
 */
export class Season extends Part {
  readonly #counts: Uint8Array;
  /** Forecasts for the moment that was named last. */
  byDay = 0;
  byWeek = 0;

  constructor(memory: Memory) {
    super(memory, CELLS);
    const first = memory.take(COUNTS / Float32Array.BYTES_PER_ELEMENT);
    this.#counts = new Uint8Array(
      memory.bytes.buffer,
      first * Float32Array.BYTES_PER_ELEMENT,
      COUNTS,
    );
  }

  /** @param time Seconds since 1970. @param step Seconds between observations. */
  forecast(time: number, step: number): void {
    const position = modulo(time, DAY) / DAY_SLOT - (step < DAY_SLOT ? 0.5 : 0);
    const slot = Math.floor(position);
    place.left = modulo(slot, DAY_SLOTS);
    place.right = modulo(slot + 1, DAY_SLOTS);
    place.weight = step < DAY_SLOT ? position - slot : 0;
    place.hour = Math.floor(modulo(time - MONDAY, WEEK) / HOUR);
    this.byDay = this.read(LEVEL) + this.#profile();
    this.byWeek = this.byDay + this.read(WEEK_TABLE + place.hour);
  }

  /** @param most What a value may be off by, at most, without being taken for an event. */
  learn(value: number, { step, span, most }: { step: number; span: number; most: number }): void {
    const pace = Math.min(0.1, (step || 1) / DAY);
    const knowsDay = span > 2 * DAY;
    this.#learnLevel(within(value - this.byWeek, most), pace, knowsDay);
    const { left, right, weight, hour } = place;
    const rest = value - this.read(LEVEL) - this.#profile();
    const perSlot = Math.max(1, DAY_SLOT / (step || 1));
    const byDay = within(rest, most);
    this.#learnSlot(left, byDay, 1 - weight, perSlot);
    if (weight > 0) this.#learnSlot(right, byDay, weight, perSlot);
    if (!knowsDay) return;
    const perHour = Math.max(1, HOUR / (step || 1));
    const count = Math.min(255, (this.#counts[DAY_SLOTS + hour] ?? 0) + 1);
    this.#counts[DAY_SLOTS + hour] = count;
    const known = this.read(WEEK_TABLE + hour);
    const rate = Math.max(1 / (count + perHour), 1 / (WEEKS * perHour));
    this.write(WEEK_TABLE + hour, known + rate * within(rest - known, most));
  }

  #profile(): number {
    const { left, right, weight } = place;
    return (1 - weight) * this.read(DAY_TABLE + left) + weight * this.read(DAY_TABLE + right);
  }

  /** Slow, unless what is off is off in one direction for hours. */
  #learnLevel(off: number, pace: number, knowsDay: boolean): void {
    const count = this.read(COUNT) + 1;
    this.write(COUNT, Math.min(1e6, count));
    const quick = Math.min(0.1, 4 * pace);
    this.approach(TREND, off, quick);
    this.approach(TROUBLE, Math.abs(off), quick);
    const trouble = this.read(TROUBLE);
    const oneSided = knowsDay && trouble > 0 ? Math.abs(this.read(TREND)) / trouble : 0;
    const rate = Math.max(pace, 1 / count, Math.min(0.1, 6 * pace) * eighth(oneSided));
    this.write(LEVEL, this.read(LEVEL) + rate * off);
  }

  #learnSlot(slot: number, off: number, weight: number, perSlot: number): void {
    const seen = this.#counts[slot] ?? 0;
    if (weight >= 0.5) this.#counts[slot] = Math.min(255, seen + 1);
    const rate = Math.max(1 / (seen + 1.5), 1 / (DAYS * perSlot));
    this.write(DAY_TABLE + slot, this.read(DAY_TABLE + slot) + weight * rate * off);
  }
}

const modulo = (value: number, by: number) => ((value % by) + by) % by;
