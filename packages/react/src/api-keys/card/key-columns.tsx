"use client";
import { useText } from "../../provider/use-auth-ui.ts";

/** Headings for the eye. Those who hear the list are told with each fact what it is. */
export function KeyColumns() {
  const { text } = useText();
  return (
    <div className="lk-columns" aria-hidden="true">
      <span>{text.KEY}</span>
      <span>{text.STATUS}</span>
      <span data-column="created">{text.CREATED}</span>
      <span>{text.EXPIRES}</span>
      <span>{text.LAST_USED}</span>
      <span>{text.USAGE_LAST_DAY}</span>
    </div>
  );
}
