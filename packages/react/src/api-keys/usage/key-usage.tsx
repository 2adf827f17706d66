"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { type ReactNode, useEffect, useState } from "react";
import { fill, fillPlural } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { joinClasses, useClassNames } from "../../part/class-names.tsx";
import { Disclosure } from "../../part/disclosure.tsx";
import { Failure } from "../../part/failure.tsx";
import { useLazy } from "../../part/use-lazy.ts";
import { useText } from "../../provider/use-auth-ui.ts";
import { KeyCallers } from "./key-callers.tsx";
import { OutcomeList } from "./outcome-list.tsx";
import { RangeChoice, rangeText } from "./range-choice.tsx";
import { USAGE_RANGES, type UsageRange } from "./usage-range.ts";
import { errorRate, groupCounts } from "./usage-steps.ts";
import { UsageTable } from "./usage-table.tsx";
import { percentText } from "./usage-text.ts";
import { type ShownUsage, useKeyUsage } from "./use-key-usage.ts";

export interface KeyUsageProps {
  apiKey: ApiKey;
  userId: string;
}

/** How much a key is used, what fails, and from where: over a range of time that can be chosen. */
export function KeyUsage({ apiKey, userId }: KeyUsageProps) {
  const { text } = useText();
  const [range, setRange] = useState<UsageRange>("day");
  const { shown, isStale, failure, retry } = useKeyUsage(apiKey, userId, range);
  return (
    <section className="lk-usage" aria-busy={isStale}>
      <div className="lk-usage-head">
        <h3 className="lk-section-title">{text.USAGE}</h3>
        <RangeChoice ranges={USAGE_RANGES} range={range} onChange={setRange} />
      </div>
      {shown === undefined && failure === null ? <LoadingUsage apiKey={apiKey} /> : null}
      <Failure failure={failure} />
      {failure === null ? null : <Button onClick={retry}>{text.TRY_AGAIN}</Button>}
      {shown === undefined || failure !== null ? null : <UsageFigures shown={shown} />}
    </section>
  );
}

function UsageFigures({ shown }: { shown: ShownUsage }) {
  const { text, locale } = useText();
  const { period, steps, usage } = shown;
  const callers = shown.callers ?? [];
  const counts = groupCounts(usage.counts);
  const rate = errorRate(counts);
  const caption = fill(text.USAGE_OVER_TIME, { range: rangeText(period.range, text, locale) });
  const summary = [
    caption,
    fillPlural(text.USAGE_REQUESTS, counts.total, locale),
    ...(rate === null ? [] : [fill(text.USAGE_FAILED_SHARE, { share: percentText(rate, locale) })]),
  ];
  return (
    <>
      <dl className="lk-figures">
        <Figure name={text.USAGE_TOTAL}>
          {new Intl.NumberFormat(locale).format(counts.total)}
        </Figure>
        <Figure name={text.USAGE_ERROR_RATE}>
          {rate === null ? "–" : percentText(rate, locale)}
        </Figure>
      </dl>
      {counts.total === 0 ? (
        <p className="lk-chart lk-chart-empty">{text.USAGE_NONE}</p>
      ) : (
        <>
          <LazyChart shown={shown} label={summary.join(", ")} />
          <OutcomeList counts={usage.counts} />
          <Disclosure title={text.USAGE_AS_TABLE}>
            {() => <UsageTable steps={steps} period={period} caption={caption} />}
          </Disclosure>
        </>
      )}
      {callers.length === 0 ? null : (
        <Disclosure title={text.USAGE_CALLERS}>{() => <KeyCallers callers={callers} />}</Disclosure>
      )}
    </>
  );
}

/** The table says it all: where the chart cannot be fetched, it is left out. */
function LazyChart({ shown, label }: { shown: ShownUsage; label: string }) {
  const [hasFailed, setFailed] = useState(false);
  const { Component, load } = useLazy(
    async () => (await import("./usage-chart.tsx")).UsageChart,
    () => setFailed(true),
  );
  useEffect(() => {
    load();
    // Once, when there is something to draw.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  if (hasFailed) return null;
  if (Component === null) return <div className="lk-chart" />;
  return <Component steps={shown.steps} period={shown.period} label={label} />;
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** As high as what comes, as far as that can be known. */
function LoadingUsage({ apiKey }: { apiKey: ApiKey }) {
  const { text } = useText();
  const className = joinClasses("lk-skeleton", useClassNames().skeleton);
  return (
    <output className="lk-usage-loading">
      <span className="lk-figures" aria-hidden="true">
        <span>
          <span className="lk-figure-name">{text.USAGE_TOTAL}</span>
          <span className="lk-figure">
            <span className={className} data-size="start" />
          </span>
        </span>
      </span>
      <span className="lk-chart" />
      {apiKey.lastRequest === null ? null : <span className="lk-usage-rest" />}
      <span className="lk-hidden">{text.LOADING_USAGE}</span>
    </output>
  );
}
