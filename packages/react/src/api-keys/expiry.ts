export type Expiry =
  | { kind: "days"; days: number }
  /** `date` as date inputs write it: `YYYY-MM-DD`, or empty. */
  | { kind: "date"; date: string }
  | { kind: "never" };

export const EXPIRY_PRESETS: readonly number[] = [7, 30, 90, 365];

export const DEFAULT_EXPIRY: Expiry = { kind: "days", days: 90 };

const DAY_SECONDS = 24 * 60 * 60;

/** When a key made now would expire: `null` for never, `undefined` where no (future) date is chosen. */
export function expiryDate(expiry: Expiry, now: number): Date | null | undefined {
  if (expiry.kind === "never") return null;
  if (expiry.kind === "days") return new Date(now + expiry.days * DAY_SECONDS * 1000);
  const [, year, month, day] = /^(\d{4,})-(\d{2})-(\d{2})$/.exec(expiry.date) ?? [];
  // The first moment of the day after, in the user's zone: the key works to the end of the chosen day.
  const end = new Date(Number(year), Number(month) - 1, Number(day) + 1);
  return end.getTime() > now ? end : undefined;
}

/** Seconds from `now` for `expiresIn`; otherwise as {@link expiryDate}. */
export function expirySeconds(expiry: Expiry, now: number): number | null | undefined {
  if (expiry.kind === "days") return expiry.days * DAY_SECONDS;
  const date = expiryDate(expiry, now);
  return date instanceof Date ? Math.floor((date.getTime() - now) / 1000) : date;
}

/** The earliest day that can be chosen: tomorrow, in the user's zone. */
export function earliestDate(now: number): string {
  const date = new Date(now);
  const tomorrow = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1);
  const [month, day] = [tomorrow.getMonth() + 1, tomorrow.getDate()];
  return `${tomorrow.getFullYear()}-${twoDigits(month)}-${twoDigits(day)}`;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, "0");
}
