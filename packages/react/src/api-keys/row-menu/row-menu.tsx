"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import type { RefObject } from "react";
import { fill } from "../../localization/message.ts";
import { RowMenu as Menu } from "../../part/row-menu.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { useAbilities } from "../abilities.ts";
import { keyTitle, type ShownStatus } from "../key-display.ts";
import { isReplaced } from "../rotation.ts";
import { ACTION_TEXTS, actionsFor, type KeyAction } from "./key-actions.ts";

export interface RowMenuProps {
  apiKey: ApiKey;
  status: ShownStatus;
  isBusy: boolean;
  container: RefObject<HTMLElement | null>;
  onAction: (action: KeyAction) => void;
}

/** What can be done with a key. */
export function RowMenu({ apiKey, status, isBusy, container, onAction }: RowMenuProps) {
  const { text } = useText();
  const can = useAbilities();
  const name = keyTitle(apiKey, text);
  // Its replacement has the same name, and is likely in the same list.
  const title = isReplaced(apiKey) ? fill(text.OLD_KEY, { name }) : name;
  const items = actionsFor(status, can).map((action) => {
    const [label, named] = ACTION_TEXTS[action];
    const opensDialog = action !== "enable" && action !== "disable";
    return { action, label: text[label], named: fill(text[named], { name: title }), opensDialog };
  });
  return (
    <Menu
      id={apiKey.id}
      title={title}
      items={items}
      isBusy={isBusy}
      container={container}
      onAction={onAction}
    />
  );
}
