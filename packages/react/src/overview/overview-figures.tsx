"use client";
import { rangeText } from "../api-keys/usage/range-choice.tsx";
import { errorRate, groupCounts } from "../api-keys/usage/usage-steps.ts";
import { percentText } from "../api-keys/usage/usage-text.ts";
import { fill } from "../localization/message.ts";
import { useText } from "../provider/use-auth-ui.ts";
import type { ShownOverview } from "./use-overview.ts";

export function OverviewFigures({ overview }: { overview: ShownOverview }) {
  const { text, locale } = useText();
  const count = new Intl.NumberFormat(locale);
  const { keys, totals, installation } = overview;
  const requests = groupCounts(totals);
  const rate = errorRate(requests);
  const range = rangeText(overview.range, text, locale);
  const figures = [
    [text.OVERVIEW_KEYS, count.format(keys.total)],
    [text.STATUS_ACTIVE, count.format(keys.active)],
    [fill(text.USAGE_OVER_TIME, { range }), count.format(requests.total)],
    [text.USAGE_ERROR_RATE, rate === null ? "–" : percentText(rate, locale)],
    [text.OVERVIEW_NO_KEY, count.format(groupCounts(installation).total)],
  ] as const;
  return (
    <dl className="lk-figures lk-overview-figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
