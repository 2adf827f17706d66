"use client";
import { joinClasses, useClassNames } from "../part/class-names.tsx";
import { useText } from "../provider/use-auth-ui.ts";

const FIGURES = ["keys", "active", "requests", "rate", "no-key"];
const LISTS = ["busiest", "failing", "expiring", "never-used"];
const ROWS = ["first", "second", "third"];

/** As tall as the figures to come. */
export function LoadingFigures() {
  const { text } = useText();
  return (
    <>
      <output className="lk-hidden">{text.LOADING_OVERVIEW}</output>
      <div className="lk-figures lk-overview-figures" aria-hidden="true">
        {FIGURES.map((figure) => (
          <div key={figure} className="lk-overview-bones">
            <Bone />
            <Bone size="start" />
          </div>
        ))}
      </div>
    </>
  );
}

export function LoadingLists() {
  return (
    <div className="lk-overview-lists" aria-hidden="true">
      {LISTS.map((list) => (
        <div key={list} className="lk lk-card lk-overview-bones">
          <Bone size="name" />
          {ROWS.map((row) => (
            <Bone key={row} size="row" />
          ))}
        </div>
      ))}
    </div>
  );
}

function Bone({ size }: { size?: string }) {
  const { skeleton } = useClassNames();
  return <span className={joinClasses("lk-skeleton", skeleton)} data-size={size} />;
}
