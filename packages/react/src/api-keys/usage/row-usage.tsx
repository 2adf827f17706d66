"use client";
import { fill, fillPlural } from "../../localization/message.ts";
import { useText } from "../../provider/use-auth-ui.ts";
import { percentText } from "./usage-text.ts";
import { Sparkline } from "./sparkline.tsx";
import { errorRate, type UsageStep } from "./usage-steps.ts";

export interface RowUsageProps {
  /** The hours of the last day; `undefined` until they are known. */
  steps: readonly UsageStep[] | undefined;
}

/** What a key was used for in the last day, in the room that a list has. */
export function RowUsage({ steps }: RowUsageProps) {
  const { text, locale } = useText();
  if (steps === undefined) return <span className="lk-row-usage" />;
  const total = steps.reduce((sum, step) => sum + step.total, 0);
  const served = steps.reduce((sum, step) => sum + step.served, 0);
  const rate = errorRate({ served, total });
  const failed = rate === null || rate === 0 ? null : percentText(rate, locale);
  return (
    <span className="lk-row-usage" data-quiet={total === 0 ? "" : undefined}>
      <Sparkline steps={steps} />
      <span aria-hidden="true">
        {new Intl.NumberFormat(locale, { notation: "compact" }).format(total)}
      </span>
      <span className="lk-hidden">
        {fillPlural(text.USAGE_REQUESTS, total, locale)}
        {failed === null ? null : `, ${fill(text.USAGE_FAILED_SHARE, { share: failed })}`}
      </span>
    </span>
  );
}
