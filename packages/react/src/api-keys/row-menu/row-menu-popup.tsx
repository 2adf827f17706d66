"use client";
import { Menu } from "@base-ui/react/menu";
import { type RefObject, useEffect, useRef, useState } from "react";
import { fill } from "../../localization/message.ts";
import { useText } from "../../provider/use-auth-ui.ts";
import type { ShownStatus } from "../key-display.ts";
import { useAbilities } from "../abilities.ts";
import { ACTION_TEXTS, actionsFor, type KeyAction } from "./key-actions.ts";

export interface RowMenuPopupProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  anchor: RefObject<HTMLElement | null>;
  /** Where the menu goes in the document: within the card, so that it is in the card's landmark. */
  container: RefObject<HTMLElement | null>;
  /** Opened by a key: the first item takes the focus. */
  isByKey: boolean;
  title: string;
  status: ShownStatus;
  onAction: (action: KeyAction) => void;
}

export function RowMenuPopup(props: RowMenuPopupProps) {
  const { open, onOpenChange, anchor, container, title, status, onAction } = props;
  const { text } = useText();
  const list = useRef<HTMLDivElement>(null);
  const opensDialog = useRef(false);
  const isMounted = useMounted();
  const can = useAbilities();

  const opened = (isOpen: boolean) => {
    if (!isOpen) return;
    opensDialog.current = false;
    // Not if the arrow keys were quicker.
    const isUntouched = document.activeElement === list.current;
    if (props.isByKey && isUntouched) {
      list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    }
  };
  const choose = (action: KeyAction) => {
    opensDialog.current = action !== "enable" && action !== "disable";
    onAction(action);
  };
  return (
    <Menu.Root open={open && isMounted} onOpenChange={onOpenChange} onOpenChangeComplete={opened}>
      <Menu.Portal container={container}>
        <Menu.Positioner
          className="lk lk-menu-positioner"
          positionMethod="fixed"
          anchor={anchor}
          align="end"
          sideOffset={4}
        >
          <Menu.Popup
            ref={list}
            className="lk-menu"
            aria-label={fill(text.ACTIONS_FOR, { name: title })}
            // A dialog that was opened from here has the focus by the time that the menu is gone.
            finalFocus={() => (opensDialog.current ? false : anchor.current)}
          >
            {actionsFor(status, can).map((action) => {
              const [label, named] = ACTION_TEXTS[action];
              return (
                <Menu.Item
                  key={action}
                  className="lk-menu-item"
                  data-action={action}
                  label={text[label]}
                  aria-label={fill(text[named], { name: title })}
                  onClick={() => choose(action)}
                >
                  {text[label]}
                </Menu.Item>
              );
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** The menu often arrives already wanted open. That too must be a change, or it is not announced as one. */
function useMounted(): boolean {
  const [isMounted, setMounted] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setMounted(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  return isMounted;
}
