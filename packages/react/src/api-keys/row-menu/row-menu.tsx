"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { type RefObject, useRef, useState } from "react";
import { fill } from "../../localization/message.ts";
import { Icon } from "../../part/icon.tsx";
import { useLazy } from "../../part/use-lazy.ts";
import { useText } from "../../provider/use-auth-ui.ts";
import { keyTitle, type ShownStatus } from "../key-display.ts";
import { isReplaced } from "../rotation.ts";
import type { KeyAction } from "./key-actions.ts";

export interface RowMenuProps {
  apiKey: ApiKey;
  status: ShownStatus;
  isBusy: boolean;
  container: RefObject<HTMLElement | null>;
  onAction: (action: KeyAction) => void;
}

/**
 * The button of a row's menu. The menu itself is a third of all the code of the card, so it is loaded when the
 * button is pointed at or focused, and is there by the time it is pressed.
 */
export function RowMenu({ apiKey, status, isBusy, container, onAction }: RowMenuProps) {
  const { text } = useText();
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [isByKey, setByKey] = useState(false);
  const { Component: Popup, load } = useLazy(
    async () => (await import("./row-menu-popup.tsx")).RowMenuPopup,
    // The next press or focus tries again.
    () => setOpen(false),
  );
  const name = keyTitle(apiKey, text);
  // Its replacement has the same name, and is likely in the same list.
  const title = isReplaced(apiKey) ? fill(text.OLD_KEY, { name }) : name;
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
        data-lk-key={apiKey.id}
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
          status={status}
          onAction={onAction}
        />
      )}
    </>
  );
}
