"use client";
import { type ReactNode, useState } from "react";
import { Icon } from "../../part/icon.tsx";
import { useText } from "../../provider/use-auth-ui.ts";

export interface MoreOptionsProps {
  /** Something in here stands in the way: it cannot stay folded. */
  hasProblem: boolean;
  children: ReactNode;
}

/** What most keys do without. */
export function MoreOptions({ hasProblem, children }: MoreOptionsProps) {
  const { text } = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="lk-more"
      open={isOpen || hasProblem}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="lk-more-summary">
        <Icon name="next" />
        {text.MORE_OPTIONS}
      </summary>
      <div className="lk-more-content">{children}</div>
    </details>
  );
}
