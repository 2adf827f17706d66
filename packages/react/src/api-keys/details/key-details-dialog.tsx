"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useRef } from "react";
import { Button } from "../../part/button.tsx";
import { DialogFooter, ModalDialog } from "../../part/modal-dialog.tsx";
import { useOpen } from "../../part/use-open.ts";
import { useText } from "../../provider/use-auth-ui.ts";
import { EnvironmentTag } from "../environment-tag.tsx";
import { keyTitle, shownStatus } from "../key-display.ts";
import { StatusBadge } from "../status-badge.tsx";
import { useNow } from "../../time/use-now.ts";
import { KeyDetails } from "./key-details.tsx";

export interface KeyDetailsDialogProps {
  apiKey: ApiKey;
  onClosed: () => void;
  nextFocus: () => HTMLElement | null;
}

/** All that there is to know of a key. */
export function KeyDetailsDialog({ apiKey, onClosed, nextFocus }: KeyDetailsDialogProps) {
  const { text } = useText();
  const { open, close } = useOpen();
  const done = useRef<HTMLButtonElement>(null);
  const now = useNow();
  return (
    <ModalDialog
      open={open}
      onDismiss={close}
      onClosed={onClosed}
      initialFocus={done}
      finalFocus={nextFocus}
      title={keyTitle(apiKey, text)}
      description={
        <div className="lk-details-head">
          <StatusBadge status={shownStatus(apiKey, now)} />
          <EnvironmentTag environment={apiKey.environment} />
        </div>
      }
    >
      <div className="lk-dialog-body">
        <KeyDetails apiKey={apiKey} />
      </div>
      <DialogFooter>
        <Button ref={done} onClick={close}>
          {text.CLOSE}
        </Button>
      </DialogFooter>
    </ModalDialog>
  );
}
