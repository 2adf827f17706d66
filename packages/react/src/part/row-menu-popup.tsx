"use client";
import { Menu } from "@base-ui/react/menu";
import { type RefObject, useEffect, useRef, useState } from "react";
import { fill } from "../localization/message.ts";
import { useText } from "../provider/use-auth-ui.ts";

export interface MenuItem<Action extends string> {
  action: Action;
  label: string;
  /** For those who hear it out of sight of its row. */
  named: string;
  /** A dialog takes the focus. */
  opensDialog: boolean;
}

export interface RowMenuPopupProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  anchor: RefObject<HTMLElement | null>;
  /** Where the menu goes in the document: within the card, so that it is in the card's landmark. */
  container: RefObject<HTMLElement | null>;
  /** Opened by a key: the first item takes the focus. */
  isByKey: boolean;
  title: string;
  items: readonly MenuItem<string>[];
  onAction: (action: string) => void;
}

export function RowMenuPopup(props: RowMenuPopupProps) {
  const { open, onOpenChange, anchor, container, title, items, onAction } = props;
  const { text } = useText();
  const list = useRef<HTMLDivElement>(null);
  const opensDialog = useRef(false);
  const isMounted = useMounted();

  const opened = (isOpen: boolean) => {
    if (!isOpen) return;
    opensDialog.current = false;
    // Not if the arrow keys were quicker.
    const isUntouched = document.activeElement === list.current;
    if (props.isByKey && isUntouched) {
      list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    }
  };
  const choose = (item: MenuItem<string>) => {
    opensDialog.current = item.opensDialog;
    onAction(item.action);
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
            {items.map((item) => (
              <Menu.Item
                key={item.action}
                className="lk-menu-item"
                data-action={item.action}
                label={item.label}
                aria-label={item.named}
                onClick={() => choose(item)}
              >
                {item.label}
              </Menu.Item>
            ))}
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
