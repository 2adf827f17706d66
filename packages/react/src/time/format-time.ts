const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Each unit is used up to the length beside it. Days reach far: "in 90 days" says more than "in 3 months". */
const UNITS: readonly { unit: Intl.RelativeTimeFormatUnit; length: number; below: number }[] = [
  { unit: "minute", length: MINUTE, below: HOUR },
  { unit: "hour", length: HOUR, below: DAY },
  { unit: "day", length: DAY, below: 100 * DAY },
  { unit: "month", length: 30.44 * DAY, below: 365 * DAY },
  { unit: "year", length: 365.25 * DAY, below: Infinity },
];

/** "3 days ago", "in 90 days"; within a minute of `now` (milliseconds since the epoch), "now". */
export function relativeTime(date: Date, now: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const distance = date.getTime() - now;
  // Rounded before the unit is chosen, so that 59.7 minutes are an hour and not 60 minutes.
  const row = UNITS.find(
    ({ length, below }) => Math.round(Math.abs(distance) / length) * length < below,
  );
  const amount = row === undefined ? 0 : Math.round(distance / row.length);
  return row === undefined || amount === 0
    ? format.format(0, "second")
    : format.format(amount, row.unit);
}

/** A length in seconds as one number of the longest unit that divides it: "1 hour", "7 days". */
export function durationText(seconds: number, locale: string): string {
  const longest = UNITS.slice(0, 3).findLast(({ length }) => (seconds * SECOND) % length === 0);
  const { unit, length } = longest ?? { unit: "second", length: SECOND };
  const format = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" });
  return format.format((seconds * SECOND) / length);
}

export function exactTime(date: Date, locale: string, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    ...zone,
  }).format(date);
}

export function longDate(date: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(date);
}
