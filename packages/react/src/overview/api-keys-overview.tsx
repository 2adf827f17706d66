"use client";
import { useState } from "react";
import { RangeChoice } from "../api-keys/usage/range-choice.tsx";
import type { Localization } from "../localization/localization.ts";
import { Card } from "../part/card.tsx";
import { type ClassNames, joinClasses, PartScope } from "../part/class-names.tsx";
import { Icon } from "../part/icon.tsx";
import { useText } from "../provider/use-auth-ui.ts";
import { OverviewFailed } from "./overview-failed.tsx";
import { OverviewFigures } from "./overview-figures.tsx";
import { OverviewLists } from "./overview-lists.tsx";
import { LoadingFigures, LoadingLists } from "./overview-loading.tsx";
import { OVERVIEW_RANGES, type OverviewRange } from "./overview-range.ts";
import { useIsAdministrator } from "./use-is-administrator.ts";
import { useOverview } from "./use-overview.ts";

export interface APIKeysOverviewProps {
  className?: string;
  classNames?: ClassNames;
  localization?: Partial<Localization>;
}

/**
 * All keys there are, and what became of them: for administrators (Better Auth's admin plugin). For everybody
 * else, and until it is known who is looking, it is nothing.
 */
export function APIKeysOverview({ className, classNames, localization }: APIKeysOverviewProps) {
  if (useIsAdministrator() !== true) return null;
  return (
    <PartScope classNames={classNames} localization={localization}>
      <Overview className={className} />
    </PartScope>
  );
}

function Overview({ className }: { className: string | undefined }) {
  const { text } = useText();
  const [range, setRange] = useState<OverviewRange>("day");
  const { shown, isStale, failure, retry, userId } = useOverview(range);
  const known = failure === null ? shown : undefined;
  return (
    <div className={joinClasses("lk lk-overview", className)} aria-busy={isStale}>
      <Card
        title={text.API_KEYS_OVERVIEW}
        description={text.OVERVIEW_DESCRIPTION}
        action={<RangeChoice ranges={OVERVIEW_RANGES} range={range} onChange={setRange} />}
      >
        {known === undefined ? null : <OverviewFigures overview={known} />}
        {known?.isComplete === false ? (
          <p className="lk-hint lk-overview-note">
            <Icon name="warning" />
            {text.OVERVIEW_INCOMPLETE}
          </p>
        ) : null}
        {known === undefined && failure === null ? <LoadingFigures /> : null}
        {failure === null ? null : <OverviewFailed failure={failure} onRetry={retry} />}
      </Card>
      {known === undefined ? null : <OverviewLists overview={known} userId={userId} />}
      {known === undefined && failure === null ? <LoadingLists /> : null}
    </div>
  );
}
