export type Expiry =
  | { kind: "span"; seconds: number }
  /** `date` as date inputs write it: `YYYY-MM-DD`, or empty. */
  | { kind: "date"; date: string }
  | { kind: "never" };

/** When a key made now would expire: `null` for never, `undefined` where no (future) date is chosen. */
export function expiryDate(expiry: Expiry, now: number): Date | null | undefined {
  if (expiry.kind === "never") return null;
  if (expiry.kind === "span") return new Date(now + expiry.seconds * 1000);
  // The first moment of the day after, in the user's zone: the key works to the end of the chosen day.
  const end = startOf(expiry.date, 1);
  return end.getTime() > now ? end : undefined;
}

/** Seconds from `now` for `expiresIn`; otherwise as {@link expiryDate}. */
export function expirySeconds(expiry: Expiry, now: number): number | null | undefined {
  if (expiry.kind === "span") return expiry.seconds;
  const date = expiryDate(expiry, now);
  return date instanceof Date ? Math.floor((date.getTime() - now) / 1000) : date;
}

/** The day of a moment in the user's zone, as date inputs write it. */
export function dayOf(moment: number): string {
  const date = new Date(moment);
  const [month, day] = [date.getMonth() + 1, date.getDate()];
  return `${date.getFullYear()}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** The day that comes `days` after `date`, or before it. */
export function nextDays(date: string, days: number): string {
  return dayOf(startOf(date, days).getTime());
}

function startOf(date: string, daysAfter: number): Date {
  const [, year, month, day] = /^(\d{4,})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  return new Date(Number(year), Number(month) - 1, Number(day) + daysAfter);
}

function twoDigits(part: number): string {
  return String(part).padStart(2, "0");
}
