"use client";
import { type RefObject, useRef, useState } from "react";
import { fill } from "../localization/message.ts";
import { useText } from "../provider/use-auth-ui.ts";
import { Icon } from "./icon.tsx";
import type { MenuItem } from "./row-menu-popup.tsx";
import { useLazy } from "./use-lazy.ts";

export interface RowMenuProps<Action extends string> {
  /** Of what the row is about. */
  id: string;
  /** What it goes by. */
  title: string;
  items: readonly MenuItem<Action>[];
  isBusy: boolean;
  container: RefObject<HTMLElement | null>;
  onAction: (action: Action) => void;
}

/**
 * The button of a row's menu. The menu itself is a third of all the code of a card, so it is loaded when the
 * button is pointed at or focused, and is there by the time it is pressed.
 */
export function RowMenu<Action extends string>(props: RowMenuProps<Action>) {
  const { id, title, items, isBusy, container, onAction } = props;
  const { text } = useText();
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [isByKey, setByKey] = useState(false);
  const { Component: Popup, load } = useLazy(
    async () => (await import("./row-menu-popup.tsx")).RowMenuPopup,
    // The next press or focus tries again.
    () => setOpen(false),
  );
  return (
    <>
      <button
        ref={trigger}
        type="button"
        className="lk-row-menu"
        aria-label={fill(text.ACTIONS_FOR, { name: title })}
        aria-haspopup="menu"
        aria-expanded={open && Popup !== null}
        aria-busy={open && Popup === null}
        data-lk-key={id}
        onPointerEnter={load}
        onFocus={load}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          event.currentTarget.click();
        }}
        onClick={(event) => {
          if (isBusy) return;
          load();
          // Keys and assistive technology click without a press of a pointer.
          setByKey(event.detail === 0);
          setOpen(true);
        }}
      >
        <Icon name="more" />
      </button>
      {Popup === null ? null : (
        <Popup
          open={open}
          onOpenChange={setOpen}
          anchor={trigger}
          container={container}
          isByKey={isByKey}
          title={title}
          items={items}
          onAction={(action) => {
            const item = items.find((each) => each.action === action);
            if (item !== undefined) onAction(item.action);
          }}
        />
      )}
    </>
  );
}
