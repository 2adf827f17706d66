"use client";
import { type ClipboardEvent, forwardRef, type KeyboardEvent } from "react";
import { selectText } from "./copy-key.ts";

export interface KeyTextProps {
  secret: string;
  labelledBy: string;
  /** All of the key was copied by the user's own means. */
  onCopied: () => void;
}

/**
 * The key, whole. Not an input: browsers keep what is in those for when a page is restored, and send it to
 * spelling services. Select-all stays within it, and copying without a selection copies all of it.
 */
export const KeyText = forwardRef<HTMLDivElement, KeyTextProps>(function KeyText(props, ref) {
  const { secret, labelledBy, onCopied } = props;

  const onCopy = (event: ClipboardEvent) => {
    if (String(getSelection()).trim() === secret) {
      event.clipboardData.setData("text/plain", secret);
      event.preventDefault();
      onCopied();
    }
  };
  return (
    <div
      ref={ref}
      className="lk-key-text"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see above
      role="textbox"
      aria-readonly="true"
      aria-multiline="true"
      aria-labelledby={labelledBy}
      tabIndex={0}
      translate="no"
      onKeyDown={selectForKeys}
      onCopy={onCopy}
    >
      {secret}
    </div>
  );
});

function selectForKeys(event: KeyboardEvent<HTMLDivElement>): void {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.key === "a") event.preventDefault();
  const isAll = event.key === "a" || (event.key === "c" && String(getSelection()) === "");
  if (isAll) selectText(event.currentTarget);
}
