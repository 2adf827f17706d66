import { exactTime } from "../../time/format-time.ts";
import type { UsagePeriod } from "./usage-range.ts";

/** A share from 0 to 1, with a digit behind the point where it is small. What is not nothing is never 0 %. */
export function percentText(share: number, locale: string): string {
  const digits = share < 0.1 ? 1 : 0;
  const format = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits });
  return share > 0 && share < 0.001 ? `< ${format.format(0.001)}` : format.format(share);
}

/** A step by its beginning, as short as it can be told from the others of its period. */
export function stepLabel(start: Date, { range }: Pick<UsagePeriod, "range">, locale: string) {
  const parts: Intl.DateTimeFormatOptions =
    range === "day"
      ? { hour: "numeric" }
      : range === "week"
        ? { weekday: "short" }
        : { month: "short", day: "numeric" };
  return new Intl.DateTimeFormat(locale, parts).format(start);
}

/** A step in full, for its row of the table and for whoever points at its bar. */
export function stepTitle(start: Date, { unit }: Pick<UsagePeriod, "unit">, locale: string) {
  if (unit === "hour") return exactTime(start, locale);
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(start);
}
