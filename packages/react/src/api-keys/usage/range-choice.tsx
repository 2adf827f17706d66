"use client";
import { useId } from "react";
import type { Localization } from "../../localization/localization.ts";
import { fillPlural } from "../../localization/message.ts";
import { useText } from "../../provider/use-auth-ui.ts";
import type { UsageRange } from "./usage-range.ts";

/** How far back to look: a few ranges, all in sight. */
export function RangeChoice<Range extends UsageRange>(props: {
  ranges: readonly Range[];
  range: Range;
  onChange: (range: Range) => void;
}) {
  const { ranges, range, onChange } = props;
  const { text, locale } = useText();
  const id = useId();
  return (
    <fieldset className="lk-ranges">
      <legend className="lk-hidden">{text.USAGE_RANGE}</legend>
      {ranges.map((each) => (
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
