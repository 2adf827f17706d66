"use client";
import { joinClasses, useClassNames } from "../../part/class-names.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { KeyColumns } from "./key-columns.tsx";

const ROWS = ["first", "second", "third"];

/** As tall as the rows to come, so that nothing jumps when they do. */
export function KeyListLoading() {
  const { text } = useText();
  return (
    <>
      <output className="lk-hidden">{text.LOADING_API_KEYS}</output>
      <KeyColumns />
      <div className="lk-rows" aria-hidden="true">
        {ROWS.map((row) => (
          <SkeletonRow key={row} />
        ))}
      </div>
    </>
  );
}

function SkeletonRow() {
  const classNames = useClassNames();
  const bone = (size: string) => (
    <span className={joinClasses("lk-skeleton", classNames.skeleton)} data-size={size} />
  );
  return (
    <div className="lk-row" data-skeleton="">
      <div className="lk-row-key">
        <p className="lk-row-name">{bone("name")}</p>
        <p className="lk-row-start">{bone("start")}</p>
      </div>
      <div className="lk-row-facts">
        {["status", "created", "end", "used"].map((fact) => (
          <div key={fact} data-fact={fact}>
            {bone("fact")}
          </div>
        ))}
      </div>
    </div>
  );
}
