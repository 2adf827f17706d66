"use client";
import { failureText } from "../localization/failure-text.ts";
import { useText } from "../provider/use-auth-ui.ts";
import type { RequestFailure } from "../request/failure.ts";
import { joinClasses, useClassNames } from "./class-names.tsx";
import { Icon } from "./icon.tsx";

/** Why the last request failed, said as soon as it has. */
export function Failure({ failure }: { failure: RequestFailure | null }) {
  const { text } = useText();
  const classNames = useClassNames();
  return (
    <div role="alert">
      {failure === null ? null : (
        <p className={joinClasses("lk-error", "lk-failure", classNames.error)}>
          <Icon name="warning" />
          {failureText(failure, text)}
        </p>
      )}
    </div>
  );
}
