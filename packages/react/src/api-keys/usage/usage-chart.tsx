"use client";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useText } from "../../provider/use-auth-ui.ts";
import { groupText } from "./outcome-text.ts";
import type { UsagePeriod } from "./usage-range.ts";
import { OUTCOME_GROUPS, type UsageStep } from "./usage-steps.ts";
import { stepLabel, stepTitle } from "./usage-text.ts";

export interface UsageChartProps {
  steps: readonly UsageStep[];
  period: UsagePeriod;
  /** What it shows, for those who do not see it. All of it is in the table below it. */
  label: string;
}

const FEWEST_TO_SHOW = 4;

/** Requests over time, by what came of them. It comes with the library that draws it: load it when it is shown. */
export function UsageChart({ steps, period, label }: UsageChartProps) {
  const { locale } = useText();
  const whole = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const most = Math.max(...steps.map(({ total }) => total));
  return (
    // Time goes from left to right in every language.
    <figure className="lk-chart" dir="ltr">
      <figcaption className="lk-hidden">{label}</figcaption>
      <div className="lk-chart-frame" aria-hidden="true">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            data={[...steps]}
            margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
            barCategoryGap="20%"
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} />
            <XAxis
              dataKey="start"
              tickFormatter={(start: Date) => stepLabel(start, period, locale)}
              tickLine={false}
              axisLine={false}
              minTickGap={24}
              interval={period.range === "week" ? 3 : "equidistantPreserveStart"}
            />
            <YAxis
              width={36}
              allowDecimals={false}
              domain={[0, most < FEWEST_TO_SHOW ? FEWEST_TO_SHOW : "auto"]}
              tickCount={5}
              tickFormatter={(count: number) => whole.format(count)}
              tickLine={false}
              axisLine={false}
            />
            <Tooltip
              cursor={{ className: "lk-chart-cursor" }}
              isAnimationActive={false}
              content={<StepNote period={period} />}
            />
            {OUTCOME_GROUPS.map((group) => (
              <Bar
                key={group}
                dataKey={group}
                stackId="requests"
                className={`lk-chart-${group}`}
                maxBarSize={28}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

interface StepNoteProps {
  period: UsagePeriod;
  /** From the chart: the step that is pointed at, if one is. */
  active?: boolean;
  payload?: readonly { payload?: UsageStep }[];
}

function StepNote({ period, active = false, payload }: StepNoteProps) {
  const { text, locale } = useText();
  const step = payload?.[0]?.payload;
  if (!active || step === undefined) return null;
  const count = new Intl.NumberFormat(locale);
  return (
    <div className="lk-chart-note">
      <p>{stepTitle(step.start, period, locale)}</p>
      <dl>
        {OUTCOME_GROUPS.filter((group) => group === "served" || step[group] > 0).map((group) => (
          <div key={group}>
            <dt data-group={group}>{groupText(group, text)}</dt>
            <dd>{count.format(step[group])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
