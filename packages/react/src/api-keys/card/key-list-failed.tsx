"use client";
import { failureText } from "../../localization/failure-text.ts";
import { Button } from "../../part/button.tsx";
import { Icon } from "../../part/icon.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { RequestFailure } from "../../request/failure.ts";
import { Placeholder } from "./placeholder.tsx";

export interface KeyListFailedProps {
  failure: RequestFailure;
  onRetry: () => void;
}

export function KeyListFailed({ failure, onRetry }: KeyListFailedProps) {
  const { text } = useText();
  return (
    <div role="alert">
      <Placeholder
        icon={<Icon name="warning" />}
        title={text.LOAD_FAILED}
        description={failureText(failure, text)}
        action={<Button onClick={onRetry}>{text.TRY_AGAIN}</Button>}
      />
    </div>
  );
}

/** Asking for the session anew is what makes the host see that it has ended, and send the user to sign in. */
export function KeyListSessionExpired({ onSignIn }: { onSignIn: () => void }) {
  const { text } = useText();
  return (
    <div role="alert">
      <Placeholder
        icon={<Icon name="warning" />}
        title={text.SESSION_EXPIRED}
        description={text.SESSION_EXPIRED_DESCRIPTION}
        action={<Button onClick={onSignIn}>{text.SIGN_IN_AGAIN}</Button>}
      />
    </div>
  );
}
