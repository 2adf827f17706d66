"use client";
import { Failure } from "../../part/failure.tsx";
import { Icon } from "../../part/icon.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { RequestFailure } from "../../request/failure.ts";

export interface NoticeProps {
  notice: string | null;
  failure: RequestFailure | null;
  onDismiss: () => void;
}

/** What the last action did, or why it did not. The region is always there, so that changes are announced. */
export function Notice({ notice, failure, onDismiss }: NoticeProps) {
  const { text } = useText();
  return (
    <>
      <output>
        {notice === null ? null : (
          <span className="lk-notice">
            <Icon name="check" />
            <span>{notice}</span>
            <button
              type="button"
              className="lk-close"
              aria-label={text.DISMISS}
              onClick={onDismiss}
            >
              <Icon name="close" />
            </button>
          </span>
        )}
      </output>
      <Failure failure={failure} />
    </>
  );
}
