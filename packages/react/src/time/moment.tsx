"use client";
import { useText } from "../provider/use-auth-ui.ts";
import { exactTime, relativeTime } from "./format-time.ts";

/** A moment as a distance from now; the exact time is its title and its `dateTime`. */
export function Moment({ date, now }: { date: Date; now: number }) {
  const { locale } = useText();
  return (
    <time dateTime={date.toISOString()} title={exactTime(date, locale)}>
      {relativeTime(date, now, locale)}
    </time>
  );
}
