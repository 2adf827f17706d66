"use client";
import type { UsageCountsAnswer } from "../../client/usage-client.ts";
import { useText } from "../../provider/use-auth-ui.ts";
import { outcomeText } from "./outcome-text.ts";
import { groupOf } from "./usage-steps.ts";

/** How often each outcome was seen, most often first: the legend of the chart, too. */
export function OutcomeList({ counts }: { counts: UsageCountsAnswer }) {
  const { text, locale } = useText();
  const count = new Intl.NumberFormat(locale);
  const seen = Object.entries(counts)
    .map(([outcome, times]) => ({ outcome, times }))
    .filter(({ times }) => times > 0)
    .toSorted((a, b) => b.times - a.times);
  return (
    <dl className="lk-outcomes">
      {seen.map(({ outcome, times }) => (
        <div key={outcome}>
          <dt data-group={groupOf(outcome)}>{outcomeText(outcome, text)}</dt>
          <dd>{count.format(times)}</dd>
        </div>
      ))}
    </dl>
  );
}
