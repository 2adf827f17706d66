"use client";
import { type ReactNode, useState } from "react";
import { Icon } from "./icon.tsx";

export interface DisclosureProps {
  title: string;
  /** It cannot be folded now. */
  isHeldOpen?: boolean;
  /** Is there only while it is open. */
  children: () => ReactNode;
}

/** What most do without, behind its title. */
export function Disclosure({ title, isHeldOpen = false, children }: DisclosureProps) {
  const [wantsOpen, setOpen] = useState(false);
  const isOpen = wantsOpen || isHeldOpen;
  return (
    <details
      className="lk-more"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="lk-more-summary">
        <Icon name="next" />
        {title}
      </summary>
      <div className="lk-more-content">{isOpen ? children() : null}</div>
    </details>
  );
}
