"use client";
import { useId } from "react";
import type { Localization } from "../../localization/localization.ts";
import { fillPlural } from "../../localization/message.ts";
import { useText } from "../../provider/use-auth-ui.ts";
import { USAGE_RANGES, type UsageRange } from "./usage-range.ts";

/** How far back to look: a few ranges, all in sight. */
export function RangeChoice(props: { range: UsageRange; onChange: (range: UsageRange) => void }) {
  const { range, onChange } = props;
  const { text, locale } = useText();
  const id = useId();
  return (
    <fieldset className="lk-ranges">
      <legend className="lk-hidden">{text.USAGE_RANGE}</legend>
      {USAGE_RANGES.map((each) => (
        <label key={each}>
          <input type="radio" name={id} checked={each === range} onChange={() => onChange(each)} />
          <span>{rangeText(each, text, locale)}</span>
        </label>
      ))}
    </fieldset>
  );
}

const LENGTHS = {
  day: ["USAGE_HOURS", 24],
  week: ["EXPIRES_IN_DAYS", 7],
  month: ["EXPIRES_IN_DAYS", 30],
  quarter: ["EXPIRES_IN_DAYS", 90],
} as const;

export function rangeText(range: UsageRange, text: Localization, locale: string): string {
  const [message, count] = LENGTHS[range];
  return fillPlural(text[message], count, locale);
}
