"use client";
import { Placeholder } from "../api-keys/card/placeholder.tsx";
import { failureText } from "../localization/failure-text.ts";
import { Button } from "../part/button.tsx";
import { Icon } from "../part/icon.tsx";
import { useText } from "../provider/use-auth-ui.ts";
import type { RequestFailure } from "../request/failure.ts";

export interface OverviewFailedProps {
  failure: RequestFailure;
  onRetry: () => void;
}

export function OverviewFailed({ failure, onRetry }: OverviewFailedProps) {
  const { text } = useText();
  return (
    <div role="alert">
      <Placeholder
        icon={<Icon name="warning" />}
        title={text.OVERVIEW_FAILED}
        description={failureText(failure, text)}
        action={<Button onClick={onRetry}>{text.TRY_AGAIN}</Button>}
      />
    </div>
  );
}
