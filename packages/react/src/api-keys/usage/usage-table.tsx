"use client";
import { TableFrame } from "../../part/table-frame.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { groupText } from "./outcome-text.ts";
import type { UsagePeriod } from "./usage-range.ts";
import { OUTCOME_GROUPS, type UsageStep } from "./usage-steps.ts";
import { stepTitle } from "./usage-text.ts";

export interface UsageTableProps {
  steps: readonly UsageStep[];
  period: UsagePeriod;
  caption: string;
}

/** What the chart shows, in numbers, latest first; steps without a request are left out. */
export function UsageTable({ steps, period, caption }: UsageTableProps) {
  const { text, locale } = useText();
  const count = new Intl.NumberFormat(locale);
  const used = steps.filter(({ total }) => total > 0).toReversed();
  const groups = OUTCOME_GROUPS.filter(
    (group) => group === "served" || used.some((step) => step[group] > 0),
  );
  return (
    <TableFrame caption={caption}>
      <thead>
        <tr>
          <th scope="col">{text.USAGE_WHEN}</th>
          {groups.map((group) => (
            <th key={group} scope="col" data-number="">
              {groupText(group, text)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {used.map((step) => (
          <tr key={step.start.getTime()}>
            <th scope="row">{stepTitle(step.start, period, locale)}</th>
            {groups.map((group) => (
              <td key={group} data-number="">
                {count.format(step[group])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
