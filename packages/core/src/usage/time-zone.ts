const MINUTE = 60 * 1_000;
const HOUR = 60 * MINUTE;

export const UTC = "UTC";

/** The days of one time zone. */
export class TimeZone {
  /** As it was asked for. */
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;

  private constructor(name: string, format: Intl.DateTimeFormat) {
    this.name = name;
    this.#format = format;
  }

  /** `null` where the platform knows of none with this name. */
  static named(name: string): TimeZone | null {
    try {
      const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
      const calendar = { calendar: "gregory", numberingSystem: "latn" } as const;
      const format = new Intl.DateTimeFormat("en", { timeZone: name, ...calendar, ...parts });
      return new TimeZone(name, format);
    } catch {
      return null;
    }
  }

  /** Whether its days are those of UTC by name, so that they need not be put together. */
  get isUtc(): boolean {
    return this.#format.resolvedOptions().timeZone === UTC;
  }

  /** The moment at which the day began that this one lies in: midnight, or whatever came in its place. */
  dayStart(moment: Date): Date {
    const today = this.#dayOf(moment.getTime());
    // No day has been longer than 25 hours, but for the one that an island repeats or leaves out.
    let after = Math.floor(moment.getTime() / MINUTE) * MINUTE;
    let before = after - 50 * HOUR;
    while (after - before > MINUTE) {
      const between = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
      if (this.#dayOf(between) < today) before = between;
      else after = between;
    }
    return new Date(after);
  }

  /** A number that is greater for later days. */
  #dayOf(time: number): number {
    const found = { year: 0, month: 0, day: 0 };
    for (const { type, value } of this.#format.formatToParts(time)) {
      if (type === "year" || type === "month" || type === "day") found[type] = Number(value);
    }
    return (found.year * 100 + found.month) * 100 + found.day;
  }
}
